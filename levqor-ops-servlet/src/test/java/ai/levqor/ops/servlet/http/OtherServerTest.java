package ai.levqor.ops.servlet.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.servlet.http.Route.Access;
import ai.levqor.ops.servlet.http.Route.Method;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The routes on a server that is no servlet container, by the few lines at the end of this file. */
class OtherServerTest {
    private static final String TOKEN = "a-token-for-this-test";

    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpServer server;

    OtherServerTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void start() {
        var routes = new RouteTable(List.of(
                new Route(Method.GET, "/read", Access.PUBLIC_READ, call -> OpsResponse.json(200, Map.of("read", true))),
                new Route(
                        Method.POST,
                        "/act",
                        Access.TOKEN,
                        call -> OpsResponse.json(200, call.body().values()))));
        var ops = new OpsHttp(routes, true, new TokenGate(List.of(TOKEN), () -> 0), new IdempotentAnswers(() -> 0));
        server.createContext("/", exchange -> answer(ops, exchange));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    @DisplayName("reads, acts, and refuses as in a servlet container")
    void answers() throws Exception {
        var read = send("GET", "/read", "");
        var head = send("HEAD", "/read", "");
        var stranger = send("POST", "/act", "{}");
        var act = send("POST", "/act", "{\"a\":1}", "X-ADMIN-TOKEN", TOKEN, "Content-Type", "application/json");
        var nothing = send("GET", "/none", "");

        assertThat(read.body()).isEqualTo("{\"read\":true}");
        assertThat(head.headers().firstValue("Content-Type")).contains("application/json; charset=utf-8");
        assertThat(stranger.statusCode()).isEqualTo(401);
        assertThat(act.body()).isEqualTo("{\"a\":\"1\"}");
        assertThat(nothing.statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
        var uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
        var request = HttpRequest.newBuilder(uri).method(method, BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static void answer(OpsHttp ops, HttpExchange exchange) throws IOException {
        var uri = exchange.getRequestURI();
        var request = new OpsRequest(
                exchange.getRequestMethod(),
                uri.getRawPath(),
                uri.getRawQuery(),
                exchange.getRequestHeaders()::getFirst,
                () -> exchange.getRemoteAddress().getAddress().getHostAddress(),
                exchange::getRequestBody);
        var response = ops.answer(request);
        response.headers().forEach(header -> exchange.getResponseHeaders().set(header.name(), header.value()));
        var bodyless = request.isHead() || response.body().length == 0;
        exchange.sendResponseHeaders(response.status(), bodyless ? -1 : response.body().length);
        if (!bodyless) {
            exchange.getResponseBody().write(response.body());
        }
        exchange.close();
    }
}
