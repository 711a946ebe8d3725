package ai.levqor.ops.examples.backend;

import ai.levqor.ops.examples.backend.Order.News;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * {@code POST /orders} notes which customer orders, takes the order and answers when it is done. If that takes long, or
 * the order fails for now, it answers 202: the order is taken, and will be done later. With {@code ?wait=false} it answers
 * 202 at once. A full queue is answered by 503.
 * {@code GET /orders/stats} counts them.
 */
final class OrdersServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String FULL = "{\"status\":\"refused\",\"message\":\"the queue is full\"}";
    private static final String DELAYED =
            "{\"status\":\"delayed\",\"message\":\"the order is taken and will be done later\"}";
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);

    private final transient OrderDesk desk;
    private final transient ShopDatabase shop;

    OrdersServlet(OrderDesk desk, ShopDatabase shop) {
        this.desk = desk;
        this.shop = shop;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        if (request.getPathInfo() != null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        log();
        if ("false".equals(request.getParameter("wait"))) {
            var order = desk.take((queued, news) -> {});
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
            if (desk.take(waiting::hear).isEmpty()) {
                waiting.answer(503, FULL);
            }
        }
    }

    /** Without its line in the audit log there is no order. */
    private void log() throws ServletException {
        try {
            shop.ordered();
        } catch (SQLException e) {
            throw new ServletException("the order could not be logged, and is not taken", e);
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if ("/stats".equals(request.getPathInfo())) {
            var stats = desk.stats();
            Json.write(
                    response,
                    200,
                    "{\"taken\":%d,\"done\":%d,\"open\":%d,\"failed\":%d,\"recovered\":%d}"
                            .formatted(stats.taken(), stats.done(), stats.open(), stats.failed(), stats.recovered()));
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

        void hear(Order order, News news) {
            switch (news) {
                case DONE -> answer(200, "{\"order\":%d,\"status\":\"done\"}".formatted(order.number()));
                case DELAYED -> answer(202, DELAYED);
            }
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            answer(202, DELAYED);
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
