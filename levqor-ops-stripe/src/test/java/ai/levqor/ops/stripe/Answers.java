package ai.levqor.ops.stripe;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.levqor.ops.stripe.FakeStripe.Answer;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/** What Stripe may answer. */
final class Answers {
    private Answers() {}

    static Answer json(int status, String body) {
        return exchange -> send(exchange, status, body.getBytes(UTF_8));
    }

    static Answer error(int status, String message) {
        return json(status, "{\"error\":{\"message\":\"" + message + "\",\"type\":\"invalid_request_error\"}}");
    }

    /** With a header, such as {@code Retry-After}. */
    static Answer error(int status, String name, String value) {
        return exchange -> {
            exchange.getResponseHeaders().set(name, value);
            error(status, "of " + FakeStripe.TEST_KEY).send(exchange);
        };
    }

    /** Promises more than it sends, and hangs up. */
    static Answer cut() {
        return exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write("{\"object\":\"list\",".getBytes(UTF_8));
        };
    }

    /** Sends nothing at all; tells when it was asked. */
    static Answer stall(CountDownLatch asked) {
        return exchange -> {
            asked.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
        };
    }

    /** As long as this, of spaces. */
    static Answer spaces(int bytes) {
        return exchange -> {
            exchange.sendResponseHeaders(200, bytes);
            var some = " ".repeat(65_536).getBytes(UTF_8);
            for (var left = bytes; left > 0; left -= some.length) {
                exchange.getResponseBody().write(some, 0, Math.min(left, some.length));
            }
        };
    }

    static String list(List<StripeObject> page, boolean expand, boolean more) {
        var path = page.isEmpty() ? "" : page.get(0).path();
        return page.stream()
                .map(object -> object.json(expand))
                .collect(Collectors.joining(
                        ",",
                        "{\"object\":\"list\",\"url\":\"" + path + "\",\"has_more\":" + more + ",\"data\":[",
                        "]}"));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("Request-Id", "req_1");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }
}
