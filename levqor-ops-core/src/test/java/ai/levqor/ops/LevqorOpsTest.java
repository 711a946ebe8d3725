package ai.levqor.ops;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.levqor.ops.engine.ScaleReport;
import ai.levqor.ops.engine.ScaleReport.Result;
import ai.levqor.ops.engine.SourceHealth;
import ai.levqor.ops.engine.WhatIf;
import ai.levqor.ops.local.InMemoryWorkQueue;
import ai.levqor.ops.local.LocalWorkerPool;
import ai.levqor.ops.policy.scale.ScaleAction;
import ai.levqor.ops.policy.scale.ScaleReason;
import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.queue.QueueDepth;
import ai.levqor.ops.spi.queue.Resize;
import ai.levqor.ops.spi.queue.WorkerPool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LevqorOpsTest {
    private final Path folder;

    LevqorOpsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    @DisplayName("with nothing but a build it decides, explains, and acts on nothing")
    void defaultsActOnNothing() {
        try (var ops = builder().build()) {
            var report = ops.autoscaler().dryRun(WhatIf.NOTHING);

            assertThat(report.decision().reason()).isEqualTo(ScaleReason.UNKNOWN_QUEUE);
            assertThat(report.seen().workers()).isEqualTo(2);
            assertThat(report.autoscaleEnabled()).isFalse();
            assertThat(ops.health().sources())
                    .contains(new SourceHealth("queue", SourceHealth.Status.DEGRADED, "not configured"));
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    @DisplayName("a backend that declares to have no queue is judged by its latency alone")
    void withoutQueue() {
        try (var ops = builder().withoutQueue().build()) {
            assertThat(ops.autoscaler().dryRun(WhatIf.NOTHING).decision().reason())
                    .isEqualTo(ScaleReason.IDLE_NOT_LONG_ENOUGH);
            for (int request = 0; request < 100; request++) {
                ops.recorder().record(Duration.ofMillis(200).toNanos(), false);
            }

            assertThat(ops.tick().decision().reason()).isEqualTo(ScaleReason.LATENCY_PRESSURE);
            assertThat(ops.health().status()).isEqualTo(SourceHealth.Status.UP);
        }
    }

    @Test
    @DisplayName("the loop raises real workers over a real queue, writes the flag, and records its line")
    void closedLoop() throws Exception {
        writeFlags("{\"WORKER_COUNT\": 2, \"AUTOSCALE_ENABLED\": true, \"mine\": [1.10]}");
        var hold = new CountDownLatch(1);
        var applied = new LinkedBlockingQueue<ScaleReport>();
        var queue = new InMemoryWorkQueue<Integer>(1_000, Clock.systemUTC(), System::nanoTime);
        for (int job = 0; job < 100; job++) {
            assertThat(queue.offer(job)).isTrue();
        }
        try (var pool = new LocalWorkerPool<>(queue, job -> hold.await(), failed -> {});
                var ops = builder()
                        .queue(queue)
                        .workers(pool)
                        .onDecision(report -> {
                            if (report.outcome().result().applied()) {
                                applied.add(report);
                            }
                        })
                        .build()) {
            pool.resize(2);
            ops.start();

            var first = applied.poll(30, SECONDS);

            assertThat(first).isNotNull();
            assertThat(pool.size()).isEqualTo(3);
            hold.countDown();
        }
        assertThat(Files.readString(flags())).contains("\"WORKER_COUNT\"", "3", "1.10");
        assertThat(Files.readAllLines(folder.resolve("logs/decisions.jsonl")))
                .singleElement()
                .asString()
                .contains("\"action\":\"scale_up\"", "queue_depth");
    }

    @Test
    @DisplayName("a flags file that is malformed at the start stops it, and names key and rule")
    void malformedFlagsAtStart() throws IOException {
        writeFlags("{\"WORKER_COUNT\": \"two\"}");

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> builder().build())
                .withMessageContaining("WORKER_COUNT")
                .withMessageContaining("flags.json");
    }

    @Test
    @DisplayName("a flags file that goes bad later keeps its last good values, refuses writes, and degrades health")
    void malformedFlagsLater() throws IOException {
        writeFlags("{\"WORKER_COUNT\": 3, \"AUTOSCALE_ENABLED\": true}");
        try (var ops = builder().queue(LevqorOpsTest::deep).build()) {
            assertThat(ops.autoscaler().dryRun(WhatIf.NOTHING).seen().workers()).isEqualTo(3);
            writeFlags("{\"WORKER_COUNT\": 1e9, \"AUTOSCALE_ENABLED\": true}");

            var report = ops.tick();

            assertThat(report.seen().workers()).isEqualTo(3);
            assertThat(report.decision().action()).isEqualTo(ScaleAction.SCALE_UP);
            assertThat(report.outcome().result()).isEqualTo(Result.STORE_FAILED);
            assertThat(ops.health().status()).isEqualTo(SourceHealth.Status.DEGRADED);
        }
        assertThat(Files.readString(flags())).contains("1e9");
    }

    @Test
    @DisplayName("a state folder that cannot be written changes nothing, and says so")
    void unwritableFolder() throws IOException {
        writeFlags("{\"WORKER_COUNT\": 3, \"AUTOSCALE_ENABLED\": true}");
        Files.writeString(folder.resolve("config/state"), "a file where the folder should be");
        try (var ops = builder().queue(LevqorOpsTest::deep).build()) {

            assertThat(ops.tick().outcome().result()).isEqualTo(Result.STORE_FAILED);
            assertThat(ops.health().status()).isEqualTo(SourceHealth.Status.DEGRADED);
        }
        assertThat(Files.readString(flags())).isEqualTo("{\"WORKER_COUNT\": 3, \"AUTOSCALE_ENABLED\": true}");
    }

    @Test
    @DisplayName("a worker count changed by hand is followed without a restart")
    void handEdit() throws Exception {
        writeFlags("{\"WORKER_COUNT\": 2}");
        var resized = new LinkedBlockingQueue<Integer>();
        try (var ops = builder()
                .setting("OPS_FLAGS_EVERY", "5ms")
                .queue(() -> new QueueDepth(Clock.systemUTC().instant(), 0, 0, Duration.ZERO))
                .workers(new TellingPool(resized))
                .onDecision(report -> resized.add(0))
                .build()) {
            ops.start();
            assertThat(resized.poll(30, SECONDS)).as("the first tick").isZero();

            writeFlags("{\"WORKER_COUNT\": 4}");

            assertThat(resized.poll(30, SECONDS)).isEqualTo(4);
        }
    }

    @Test
    @DisplayName("a plug-in that is named and not there stops the start")
    void unknownPlugIn() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(
                        () -> builder().setting("OPS_QUEUE", "carrier-pigeon").build())
                .withMessageContaining("carrier-pigeon")
                .withMessageContaining("META-INF/services/ai.levqor.ops.spi.queue.WorkQueueProvider");
    }

    private LevqorOps.Builder builder() {
        return LevqorOps.builder()
                .settings(OpsSettings.of(Map.of()))
                .setting("OPS_FLAGS_FILE", flags().toString())
                .setting("OPS_STATE_DIR", folder.resolve("config/state").toString())
                .setting("OPS_LOG_DIR", folder.resolve("logs").toString());
    }

    private Path flags() {
        return folder.resolve("config/flags.json");
    }

    private void writeFlags(String json) throws IOException {
        Files.createDirectories(flags().getParent());
        Files.writeString(flags(), json);
    }

    /** A pool that reports each target it is given. */
    private record TellingPool(LinkedBlockingQueue<Integer> targets) implements WorkerPool {
        @Override
        public int size() {
            return 2;
        }

        @Override
        public Resize resize(int target) {
            targets.add(target);
            return new Resize(2, target, 0);
        }
    }

    private static QueueDepth deep() {
        return new QueueDepth(Clock.systemUTC().instant(), 50, 0, Duration.ZERO);
    }
}
