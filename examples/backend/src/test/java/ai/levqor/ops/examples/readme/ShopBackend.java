package ai.levqor.ops.examples.readme;

// README begins
import ai.levqor.ops.LevqorOps;
import ai.levqor.ops.engine.DecisionSentence;
import ai.levqor.ops.local.InMemoryWorkQueue;
import ai.levqor.ops.local.LatencyRecorder;
import ai.levqor.ops.local.LocalWorkerPool;
import ai.levqor.ops.servlet.OpsFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.EnumSet;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;

public class ShopBackend {

    public static void main(String[] args) throws Exception {
        var queue = new InMemoryWorkQueue<String>(10_000, Clock.systemUTC(), System::nanoTime);
        var recorder = new LatencyRecorder(Clock.systemUTC(), System::nanoTime);
        var pool = new LocalWorkerPool<>(queue, ShopBackend::ship, recorder::recordJob);
        pool.resize(2);

        var ops = LevqorOps.builder()
                .recorder(recorder)
                .queue(queue)
                .workers(pool)
                .onDecision(report -> System.out.println(DecisionSentence.of(report.decision())))
                .build();

        var context = new ServletContextHandler();
        var filter = new FilterHolder(new OpsFilter(ops));
        filter.setAsyncSupported(true);
        context.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC));
        context.addServlet(
                new ServletHolder(new HttpServlet() {
                    @Override
                    protected void doPost(HttpServletRequest request, HttpServletResponse response) {
                        response.setStatus(queue.offer("an order") ? 202 : 503);
                    }
                }),
                "/orders");

        var server = new Server(Integer.getInteger("port", 8081));
        server.setHandler(context);
        server.start();
        ops.start();
    }

    private static void ship(String order) {
        LockSupport.parkNanos(100_000_000); // your work
    }
}
// README ends
