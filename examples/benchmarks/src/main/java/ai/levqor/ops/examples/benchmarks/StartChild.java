package ai.levqor.ops.examples.benchmarks;

import ai.levqor.ops.LevqorOps;
import ai.levqor.ops.OpsSettings;
import java.lang.management.ManagementFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * A fresh host that starts Jetty and then the autopilot, and says what each took: {@code jettyMillis jettyBytes opsMillis
 * opsBytes opsThreads}.
 */
final class StartChild {
    private StartChild() {}

    /** No arguments. */
    public static void main(String[] arguments) throws Exception {
        try (var data = new TemporaryFolder()) {
            var heapBefore = liveHeap();
            var jettyBegan = System.nanoTime();
            var server = new Server();
            var connector = new ServerConnector(server, 1, 1);
            connector.setHost("127.0.0.1");
            server.addConnector(connector);
            server.start();
            var jettyTook = System.nanoTime() - jettyBegan;
            var heapWithJetty = liveHeap();
            var threads = ManagementFactory.getThreadMXBean().getThreadCount();

            var began = System.nanoTime();
            var ops = LevqorOps.builder()
                    .settings(OpsSettings.of(data.settings()))
                    .withoutQueue()
                    .build();
            ops.start();
            var took = System.nanoTime() - began;
            ops.tick();
            System.out.printf(
                    "%f %d %f %d %d%n",
                    jettyTook / 1e6,
                    heapWithJetty - heapBefore,
                    took / 1e6,
                    liveHeap() - heapWithJetty,
                    ManagementFactory.getThreadMXBean().getThreadCount() - threads);
            ops.close();
            server.stop();
        }
    }

    /** What is reachable after a full collection. */
    private static long liveHeap() {
        for (var i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
