package ai.levqor.ops.examples.benchmarks;

import ai.levqor.ops.LevqorOps;
import ai.levqor.ops.OpsSettings;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * A fresh host that starts Jetty and then the autopilot, and says what each step took: wall ms, CPU ms and live heap in
 * kB of Jetty, of build(), of start(), of the first tick; and then the autopilot's threads when it has settled.
 */
final class StartChild {
    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final StringJoiner figures = new StringJoiner(" ");

    private StartChild() {}

    /** {@code usual}: the host uses Micrometer and Jackson already; {@code bare}: it uses neither. */
    public static void main(String[] arguments) throws Exception {
        var child = new StartChild();
        var meters = new SimpleMeterRegistry();
        if (arguments[0].equals("usual")) {
            meters.timer("http.server.requests", "uri", "/").record(() -> {});
            new ObjectMapper().readTree(new ObjectMapper().writeValueAsString(Map.of("status", "up")));
        }
        try (var data = new TemporaryFolder()) {
            var server = child.measured(StartChild::jetty);
            var ops = child.measured(() -> LevqorOps.builder()
                    .settings(OpsSettings.of(data.settings()))
                    .meters(meters)
                    .withoutQueue()
                    .build());
            child.measured(() -> {
                ops.start();
                return ops;
            });
            child.measured(ops::tick);
            child.settle();
            ops.tick();
            child.figures.add(String.valueOf(Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("levqor"))
                    .count()));
            System.out.println(child.figures);
            ops.close();
            server.stop();
        }
    }

    private static Server jetty() throws Exception {
        var server = new Server();
        var connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.start();
        return server;
    }

    private <T> T measured(Step<T> step) throws Exception {
        var heap = liveHeap();
        var cpu = system.getProcessCpuTime();
        var began = System.nanoTime();
        var made = step.run();
        var took = System.nanoTime() - began;
        var burnt = system.getProcessCpuTime() - cpu;
        figures.add(String.valueOf(took / 1e6)).add(String.valueOf(burnt / 1e6));
        figures.add(String.valueOf((liveHeap() - heap) / 1e3));
        return made;
    }

    /** What is reachable after a full collection. */
    private static long liveHeap() {
        for (var i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** What only the first tick needed, a second thread for sources that were slow to load, ends after five seconds. */
    private void settle() {
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(7);
        for (var left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
    }

    private interface Step<T> {
        T run() throws Exception;
    }
}
