package ai.levqor.ops.servlet.http;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.levqor.ops.servlet.http.Route.Access;
import ai.levqor.ops.servlet.http.Route.Method;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTableTest {
    private static final Route.Handler HANDLER = call -> OpsResponse.json(200, List.of());

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(strings = {"/a/", "/A", "/%61", "//a", "/a;x", "a", "", "/a/b"})
    @DisplayName("only the very path matches, not: ")
    void exactly(String path) {
        var table = new RouteTable(List.of(route(Method.GET, "/a")));

        assertThat(table.has("/a")).isTrue();
        assertThat(table.has(path)).isFalse();
        assertThat(table.at(path)).isNull();
    }

    @Test
    @DisplayName("one path may have both methods; a read also answers HEAD")
    void methods() {
        var get = route(Method.GET, "/verify");
        var post = route(Method.POST, "/verify");

        var found = requireNonNull(new RouteTable(List.of(get, post)).at("/verify"));

        assertThat(found.allow()).isEqualTo("GET, HEAD, POST, OPTIONS");
        assertThat(found.of("HEAD")).isSameAs(get);
        assertThat(found.of("POST")).isSameAs(post);
        assertThat(found.of("get")).isNull();
    }

    @ParameterizedTest(name = "[{0}] {1}")
    @CsvSource({
        "/jobs/a,true",
        "/jobs/%61,true",
        "/jobs/*,true",
        "/jobs,false",
        "/jobs/,false",
        "/jobs/a/b,false",
        "/x/a,false"
    })
    @DisplayName("a star stands for one more part, whatever its name")
    void family(String path, boolean there) {
        var table = new RouteTable(List.of(route(Method.POST, "/jobs/*"), route(Method.GET, "/jobs/known")));

        assertThat(table.has(path)).isEqualTo(there);
        assertThat(requireNonNull(table.at("/jobs/known")).allow()).isEqualTo("GET, HEAD, OPTIONS");
    }

    @Test
    @DisplayName("two routes for one thing are a mistake, and so are a relative path and an open POST")
    void mistakes() {
        var route = route(Method.GET, "/a");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RouteTable(List.of(route, route)))
                .withMessage("two routes answer GET /a");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> route(Method.GET, "a"))
                .withMessage("path must start with a slash, was a");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Route(Method.POST, "/a", Access.PUBLIC_READ, HANDLER))
                .withMessage("POST /a must need a token: it does something");
    }

    private static Route route(Method method, String path) {
        return new Route(method, path, Access.TOKEN, HANDLER);
    }
}
