package ai.levqor.ops.servlet.route;

import ai.levqor.ops.servlet.http.Route;
import ai.levqor.ops.servlet.http.Route.Access;
import ai.levqor.ops.servlet.http.Route.Method;
import ai.levqor.ops.servlet.http.RouteTable;
import java.util.List;

/** Every route there is, on one page. */
public final class OpsRoutes {
    private OpsRoutes() {}

    /** The routes of one autopilot, with {@code prefix} put before each path. */
    public static RouteTable of(String prefix, Autopilot autopilot) {
        return new RouteTable(List.of(
                read(prefix + "/ops/autoscale/dryrun", Access.PUBLIC_READ, new DryRunHandler(autopilot)),
                act(prefix + "/ops/autoscale/apply", new ApplyHandler(autopilot)),
                read(prefix + "/ops/autoscale/history", Access.TOKEN, new HistoryHandler(autopilot)),
                new Route(
                        Method.POST,
                        prefix + "/ops/recover",
                        Access.TOKEN,
                        new RecoverHandler(autopilot.recovery()),
                        true),
                act(prefix + "/ops/recover/cancel", new CancelHandler(autopilot.recovery())),
                act(prefix + "/ops/recover/release", new ReleaseHandler(autopilot.recovery())),
                read(prefix + "/ops/incidents", Access.TOKEN, new IncidentsHandler(autopilot.recovery())),
                read(prefix + "/ops/health", Access.PUBLIC_READ, new HealthHandler(autopilot))));
    }

    private static Route read(String path, Access access, Route.Handler handler) {
        return new Route(Method.GET, path, access, handler);
    }

    private static Route act(String path, Route.Handler handler) {
        return new Route(Method.POST, path, Access.TOKEN, handler);
    }
}
