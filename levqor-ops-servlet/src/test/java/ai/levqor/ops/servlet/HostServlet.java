package ai.levqor.ops.servlet;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What a host does with the requests that are its own. The first part of the path says what. */
@SuppressWarnings("serial")
final class HostServlet extends HttpServlet {
    private final FakeTime time;
    private final ExecutorService elsewhere = Executors.newCachedThreadPool();

    HostServlet(FakeTime time) {
        this.time = time;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var path = request.getRequestURI().substring(request.getContextPath().length());
        switch (path) {
            case "/host/slow" -> time.pass(Duration.ofMillis(250));
            case "/host/fails" -> response.setStatus(502);
            case "/host/sends-error" -> response.sendError(503);
            case "/host/refuses" -> response.setStatus(404);
            case "/host/throws" -> throw new IOException("the host's own trouble");
            case "/host/async" -> async(request, 200);
            case "/host/async-fails" -> async(request, 500);
            case "/host/async-throws" -> dispatched(request, "/host/throws");
            case "/host/async-dispatches" -> dispatched(request, "/host/async");
            case "/host/async-times-out" -> request.startAsync().setTimeout(20);
            case "/host/long-poll" -> longPoll(request);
            case "/host/forwards" -> forward(request, response);
            default -> {
                response.setHeader("X-Host", "yes");
                response.getWriter().print("host:" + request.getRequestURI() + " " + request.getDispatcherType());
            }
        }
    }

    private void async(HttpServletRequest request, int status) {
        var context = request.startAsync();
        context.setTimeout(0);
        elsewhere.execute(() -> {
            time.pass(Duration.ofMillis(400));
            ((HttpServletResponse) context.getResponse()).setStatus(status);
            context.complete();
        });
    }

    private void dispatched(HttpServletRequest request, String path) {
        var context = request.startAsync();
        context.setTimeout(0);
        elsewhere.execute(() -> context.dispatch(path));
    }

    private static void longPoll(HttpServletRequest request) {
        var context = request.startAsync();
        context.setTimeout(20);
        context.addListener(new AsyncListener() {
            @Override
            public void onTimeout(AsyncEvent event) {
                ((HttpServletResponse) context.getResponse()).setStatus(204);
                context.complete();
            }

            @Override
            public void onComplete(AsyncEvent event) {}

            @Override
            public void onError(AsyncEvent event) {}

            @Override
            public void onStartAsync(AsyncEvent event) {}
        });
    }

    private static void forward(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            request.getRequestDispatcher("/ops/health").forward(request, response);
        } catch (ServletException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void destroy() {
        elsewhere.shutdownNow();
    }
}
