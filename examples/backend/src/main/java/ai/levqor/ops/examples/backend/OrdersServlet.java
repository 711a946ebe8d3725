package ai.levqor.ops.examples.backend;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * {@code POST /orders} takes an order and answers when it is done; with {@code ?wait=false} it answers 202 at once. A
 * full queue is answered by 503.
 * {@code GET /orders/stats} counts them.
 */
final class OrdersServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String FULL = "{\"status\":\"refused\",\"message\":\"the queue is full\"}";
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);

    private final transient OrderDesk desk;

    OrdersServlet(OrderDesk desk) {
        this.desk = desk;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getPathInfo() != null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        } else if ("false".equals(request.getParameter("wait"))) {
            var order = desk.take(done -> {});
            if (order.isPresent()) {
                Json.write(
                        response,
                        202,
                        "{\"order\":%d,\"status\":\"queued\"}"
                                .formatted(order.get().number()));
            } else {
                Json.write(response, 503, FULL);
            }
        } else {
            var waiting = new Waiting(request.startAsync());
            if (desk.take(waiting::done).isEmpty()) {
                waiting.answer(503, FULL);
            }
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if ("/stats".equals(request.getPathInfo())) {
            var stats = desk.stats();
            Json.write(
                    response,
                    200,
                    "{\"taken\":%d,\"done\":%d,\"open\":%d}".formatted(stats.taken(), stats.done(), stats.open()));
        } else {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    /** A request that waits for its order. The worker and the time-out may both want to answer; the first one does. */
    private static final class Waiting implements AsyncListener {
        private final AsyncContext context;
        private final AtomicBoolean answered = new AtomicBoolean();

        Waiting(AsyncContext context) {
            this.context = context;
            context.setTimeout(ANSWER_WITHIN.toMillis());
            context.addListener(this);
        }

        void done(Order order) {
            answer(200, "{\"order\":%d,\"status\":\"done\"}".formatted(order.number()));
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            answer(503, "{\"status\":\"queued\",\"message\":\"the order is taken and will be done later\"}");
        }

        @Override
        public void onError(AsyncEvent event) {
            answered.set(true);
        }

        @Override
        public void onComplete(AsyncEvent event) {}

        @Override
        public void onStartAsync(AsyncEvent event) {}

        void answer(int status, String json) {
            if (answered.compareAndSet(false, true)) {
                try {
                    Json.write((HttpServletResponse) context.getResponse(), status, json);
                } catch (IOException e) {
                    context.getRequest().getServletContext().log("the customer left: " + e.getMessage());
                } finally {
                    context.complete();
                }
            }
        }
    }
}
