package ai.levqor.ops.servlet.http;

import ai.levqor.ops.servlet.http.Route.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every route, by path. Immutable. A path that is not in it belongs to the host. */
public final class RouteTable {
    private final Map<String, AtPath> paths;

    /** The routes of one path: by method, {@code HEAD} included, and the value of {@code Allow}. */
    record AtPath(Map<String, Route> byMethod, String allow) {
        @Nullable
        Route of(String method) {
            return byMethod.get(method);
        }
    }

    /**
     * A table of these routes.
     *
     * @throws IllegalArgumentException if two of them have one path and one method
     */
    public RouteTable(List<Route> routes) {
        var grouped = new HashMap<String, Map<String, Route>>();
        for (var route : routes) {
            var methods = grouped.computeIfAbsent(route.path(), path -> new HashMap<>());
            if (methods.put(route.method().name(), route) != null) {
                throw new IllegalArgumentException("two routes answer " + route.method() + " " + route.path());
            }
            if (route.method() == Method.GET) {
                methods.put("HEAD", route);
            }
        }
        var paths = new HashMap<String, AtPath>();
        grouped.forEach((path, methods) -> paths.put(path, new AtPath(Map.copyOf(methods), allow(methods))));
        this.paths = Map.copyOf(paths);
    }

    boolean has(String path) {
        return at(path) != null;
    }

    @Nullable
    AtPath at(String path) {
        var found = paths.get(path);
        return found != null || path.endsWith("/")
                ? found
                : paths.get(path.substring(0, path.lastIndexOf('/') + 1) + "*");
    }

    private static String allow(Map<String, Route> methods) {
        var read = methods.containsKey("GET") ? "GET, HEAD, " : "";
        var write = methods.containsKey("POST") ? "POST, " : "";
        return read + write + "OPTIONS";
    }
}
