package ai.levqor.ops.examples.benchmarks;

import ai.levqor.ops.LevqorOps;
import ai.levqor.ops.servlet.OpsFilter;
import com.sun.management.OperatingSystemMXBean;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * What a request costs this process in CPU time, and how long it takes: to a bare servlet, and to paths behind the filter.
 * One Jetty, kept-alive connections from another process, rounds in turn.
 */
final class RequestCost {
    /** The same bytes from a servlet without a filter. */
    static final String BARE = "/bare/json";

    /** And behind the filter. */
    static final String FILTERED = "/json";

    private static final int REQUESTS = 20_000;
    private static final int WARM_UP_ROUNDS = 4;
    private static final int ROUNDS = 11;

    private final LevqorOps ops;
    private final byte[] json;
    private final String token;

    /**
     * @param json what the servlets answer
     * @param token of the admin routes; may be empty
     */
    RequestCost(LevqorOps ops, byte[] json, String token) {
        this.ops = ops;
        this.json = json;
        this.token = token;
    }

    /** Measures these paths by their names, the rival first, and prints a table. */
    void print(Map<String, String> paths) throws Exception {
        var server = server();
        server.start();
        try (var load =
                new ChildProcess(LoadChild.class, String.valueOf(server.getURI().getPort()), token)) {
            print(measure(load, paths));
        } finally {
            server.stop();
        }
    }

    private static List<Cost> measure(ChildProcess load, Map<String, String> paths) throws IOException {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        var costs = paths.entrySet().stream()
                .map(path -> new Cost(path.getKey(), path.getValue(), new double[ROUNDS], new double[ROUNDS]))
                .toList();
        for (var round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
            for (var cost : costs) {
                var before = system.getProcessCpuTime();
                var began = System.nanoTime();
                load.ask(cost.path + " " + REQUESTS);
                var took = System.nanoTime() - began;
                var spent = system.getProcessCpuTime() - before;
                if (round >= 0) {
                    cost.micros[round] = spent / 1e3 / REQUESTS;
                    cost.wall[round] = took / 1e3 / REQUESTS * LoadChild.CONNECTIONS;
                }
            }
        }
        return costs;
    }

    private static void print(List<Cost> costs) {
        var table = new Table(
                "request", "CPU us, median", "least", "most", "of the bare servlet, median", "wall us, median");
        var bare = costs.get(0).micros;
        for (var cost : costs) {
            var ratios = new double[ROUNDS];
            Arrays.setAll(ratios, round -> cost.micros[round] / bare[round]);
            table.row(
                    cost.name,
                    Table.decimal(median(cost.micros)),
                    Table.decimal(Arrays.stream(cost.micros).min().orElseThrow()),
                    Table.decimal(Arrays.stream(cost.micros).max().orElseThrow()),
                    Table.ratio(median(ratios), 1),
                    Table.decimal(median(cost.wall)));
        }
        table.printTo(System.out);
    }

    /** CPU time and wall time a request in each round. */
    private static final class Cost {
        private final String name;
        private final String path;
        private final double[] micros;
        private final double[] wall;

        Cost(String name, String path, double[] micros, double[] wall) {
            this.name = name;
            this.path = path;
            this.micros = micros;
            this.wall = wall;
        }
    }

    private static double median(double[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private Server server() {
        var server = new Server(new QueuedThreadPool(16, 4));
        var connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        var bare = new ServletContextHandler("/bare");
        bare.addServlet(new ServletHolder(new JsonServlet(json)), "/json");
        var filtered = new ServletContextHandler("/");
        var filter = new FilterHolder(new OpsFilter(ops));
        filter.setAsyncSupported(true);
        filtered.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC));
        filtered.addServlet(new ServletHolder(new JsonServlet(json)), FILTERED);
        server.setHandler(new ContextHandlerCollection(bare, filtered));
        return server;
    }

    private static final class JsonServlet extends HttpServlet {
        private static final long serialVersionUID = 1L;
        private final byte[] json;

        JsonServlet(byte[] json) {
            this.json = json;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("application/json");
            response.setContentLength(json.length);
            response.getOutputStream().write(json);
        }
    }
}
