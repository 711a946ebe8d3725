package ai.levqor.ops.examples.backend;

import ai.levqor.ops.LevqorOps;
import ai.levqor.ops.OpsSettings;
import ai.levqor.ops.engine.ScaleReport;
import ai.levqor.ops.engine.job.JobRun;
import ai.levqor.ops.engine.recovery.RecoveryReport;
import ai.levqor.ops.engine.retention.RetentionReport;
import ai.levqor.ops.local.InMemoryWorkQueue;
import ai.levqor.ops.local.LatencyRecorder;
import ai.levqor.ops.local.LocalWorkerPool;
import ai.levqor.ops.servlet.OpsFilter;
import ai.levqor.ops.store.FileFlagStore;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.servlet.DispatcherType;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * A small backend as a team would have it: orders come by HTTP, wait on a queue, and are done by workers. The autopilot
 * is one builder and one filter.
 */
final class Backend {
    private static final int MOST_WAITING = 1_000;
    private static final Duration DRAIN = Duration.ofSeconds(10);

    private final InMemoryWorkQueue<Order> queue;
    private final LocalWorkerPool<Order> workers;
    private final OrderDesk desk;
    private final FileFlagStore flags;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final LevqorOps ops;
    private final Consumer<ScaleReport> onDecision;
    private final IncidentFeed incidents;
    private final Server server;
    private final ServerConnector connector;

    /**
     * A backend that has not started.
     *
     * @param provider takes the money for the orders
     * @param shop its database, which stays open when the backend has drained
     * @param onDecision is told each decision
     * @param onIncident is told of each incident when it has begun and when it is over, at the next decision
     */
    Backend(
            OpsSettings settings,
            PaymentProvider provider,
            ShopDatabase shop,
            Consumer<ScaleReport> onDecision,
            Consumer<RecoveryReport> onIncident) {
        var clock = Clock.systemUTC();
        var recorder = new LatencyRecorder(clock, System::nanoTime, settings.latencyWindow(), settings.failureWindow());
        this.queue = new InMemoryWorkQueue<>(MOST_WAITING, clock, System::nanoTime);
        this.desk = new OrderDesk(queue::offer, provider);
        this.workers = new LocalWorkerPool<>(queue, desk::work, recorder::recordJob);
        this.flags = new FileFlagStore(settings.flagsFile());
        var builder = LevqorOps.builder()
                .settings(settings)
                .recorder(recorder)
                .queue(queue)
                .workers(workers)
                .database(shop.dataSource())
                .meters(registry)
                .onDecision(this::decided);
        this.ops = Bill.of(settings)
                .present(builder, shop.founded(), clock, workers::size)
                .build();
        this.onDecision = onDecision;
        this.incidents = new IncidentFeed(ops.recovery()::incidents, onIncident);
        this.server = new Server(threads());
        this.connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new GracefulHandler(context(shop)));
        server.setStopTimeout(DRAIN.toMillis());
    }

    private void decided(ScaleReport report) {
        incidents.look();
        onDecision.accept(report);
    }

    private static QueuedThreadPool threads() {
        var threads = new QueuedThreadPool(24, 4);
        threads.setName("http");
        return threads;
    }

    private ServletContextHandler context(ShopDatabase shop) {
        var context = new ServletContextHandler("/");
        var filter = new FilterHolder(new OpsFilter(ops));
        filter.setAsyncSupported(true);
        context.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC));
        var orders = new ServletHolder(new OrdersServlet(desk, shop));
        orders.setAsyncSupported(true);
        context.addServlet(orders, "/orders/*");
        context.addServlet(new ServletHolder(new MetricsServlet(registry)), "/metrics");
        return context;
    }

    /**
     * Takes and does orders from now on, with as many workers as the flags say.
     *
     * @param port on 127.0.0.1; 0 takes any free one
     * @throws java.io.IOException caused by a {@link java.net.BindException} if the port cannot be had
     */
    void listen(int port) throws Exception {
        connector.setPort(port);
        server.start();
        workers.resize(flags.read().flags().workerCount());
    }

    /** Lets the autopilot tick from now on. */
    void steer() {
        ops.start();
    }

    /** Counts the days of the shop that are over, and waits for a while. */
    JobRun countActiveUsers() {
        return ops.retention().run();
    }

    /** What is known of the last days, so many. */
    RetentionReport activeUsers(int days) {
        return ops.retention().rows(days);
    }

    /** Where it listens. */
    URI uri() {
        return URI.create("http://127.0.0.1:" + connector.getLocalPort());
    }

    /** Workers that take orders. */
    int workers() {
        return workers.size();
    }

    /** Where the orders are. Exact while nothing is taken or done. */
    Balance balance() {
        var depth = queue.depth();
        var dead = queue.deadLetters();
        return new Balance(desk.stats(), depth.ready() + depth.inFlight() + dead.dead(), dead.quarantined());
    }

    /**
     * Stops deciding and recovering, then accepting, and works on what is ready, for ten seconds at the most each. What
     * failed and was not redriven stays dead.
     */
    void drain() throws Exception {
        ops.close();
        incidents.look();
        server.stop();
        desk.await(() -> queue.depth().ready() == 0, DRAIN);
        workers.close();
        registry.close();
    }
}
