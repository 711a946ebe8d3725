package ai.levqor.ops.examples.benchmarks;

import ai.levqor.ops.LevqorOps;
import ai.levqor.ops.OpsSettings;
import ai.levqor.ops.servlet.OpsFilter;
import com.sun.management.OperatingSystemMXBean;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
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
 * What a request costs this process in CPU time: to a bare servlet, to the same servlet behind the filter, and to a dry
 * run answered from the last observation. One Jetty, kept-alive connections from another process, rounds in turn.
 */
final class DryRunCost {
    private static final int REQUESTS = 20_000;
    private static final int WARM_UP_ROUNDS = 4;
    private static final int ROUNDS = 11;
    private static final String BARE = "/bare/json";
    private static final Map<String, String> PATHS = paths();

    private DryRunCost() {}

    private static Map<String, String> paths() {
        var paths = new LinkedHashMap<String, String>();
        paths.put("bare servlet, 39 bytes of JSON", BARE);
        paths.put("the same behind the filter", "/json");
        paths.put("GET dryrun, cached", "/ops/autoscale/dryrun");
        return paths;
    }

    static void measure() throws Exception {
        System.out.println(
                "CPU a request on Jetty; rival: bare servlet; goal: dryrun at most 15 us, or 1.10 x the rival");
        try (var data = new TemporaryFolder();
                var ops = LevqorOps.builder()
                        .settings(OpsSettings.of(data.settings()))
                        .withoutQueue()
                        .build()) {
            var server = server(ops);
            server.start();
            try (var load = new ChildProcess(
                    LoadChild.class, String.valueOf(server.getURI().getPort()))) {
                print(measure(load));
            } finally {
                server.stop();
            }
        }
    }

    private static List<Cost> measure(ChildProcess load) throws IOException {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        var costs = PATHS.entrySet().stream()
                .map(path -> new Cost(path.getKey(), path.getValue(), new double[ROUNDS]))
                .toList();
        for (var round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
            for (var cost : costs) {
                var before = system.getProcessCpuTime();
                load.ask(cost.path + " " + REQUESTS);
                var spent = system.getProcessCpuTime() - before;
                if (round >= 0) {
                    cost.micros[round] = spent / 1e3 / REQUESTS;
                }
            }
        }
        return costs;
    }

    private static void print(List<Cost> costs) {
        var table = new Table("request", "CPU us, median", "least", "most", "of the bare servlet, median");
        var bare = costs.get(0).micros;
        for (var cost : costs) {
            var ratios = new double[ROUNDS];
            Arrays.setAll(ratios, round -> cost.micros[round] / bare[round]);
            table.row(
                    cost.name,
                    Table.decimal(median(cost.micros)),
                    Table.decimal(Arrays.stream(cost.micros).min().orElseThrow()),
                    Table.decimal(Arrays.stream(cost.micros).max().orElseThrow()),
                    Table.ratio(median(ratios), 1));
        }
        table.printTo(System.out);
    }

    /** CPU time a request in each round. */
    private static final class Cost {
        private final String name;
        private final String path;
        private final double[] micros;

        Cost(String name, String path, double[] micros) {
            this.name = name;
            this.path = path;
            this.micros = micros;
        }
    }

    private static double median(double[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static Server server(LevqorOps ops) {
        var server = new Server(new QueuedThreadPool(16, 4));
        var connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        var bare = new ServletContextHandler("/bare");
        bare.addServlet(new ServletHolder(new JsonServlet()), "/json");
        var filtered = new ServletContextHandler("/");
        var filter = new FilterHolder(new OpsFilter(ops));
        filter.setAsyncSupported(true);
        filtered.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC));
        filtered.addServlet(new ServletHolder(new JsonServlet()), "/json");
        server.setHandler(new ContextHandlerCollection(bare, filtered));
        return server;
    }

    private static final class JsonServlet extends HttpServlet {
        private static final long serialVersionUID = 1L;
        private static final byte[] JSON =
                "{\"status\":\"up\",\"workers\":2,\"depth\":100}".getBytes(StandardCharsets.UTF_8);

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("application/json");
            response.setContentLength(JSON.length);
            response.getOutputStream().write(JSON);
        }
    }
}
