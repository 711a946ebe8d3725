package ai.levqor.ops;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.engine.FakeTime;
import ai.levqor.ops.engine.recovery.RecoveryOutcome;
import ai.levqor.ops.engine.recovery.RecoveryRequest;
import ai.levqor.ops.engine.recovery.StepReport.Status;
import ai.levqor.ops.local.InMemoryWorkQueue;
import ai.levqor.ops.local.LatencyRecorder;
import ai.levqor.ops.local.LocalWorkerPool;
import ai.levqor.ops.spi.host.Alert;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A night in a backend that is put together as a host does it: real queue, real workers, real files. */
@Timeout(60)
class IncidentStoryTest {
    private static final int ORDERS = 50;

    private final Path folder;
    private final FakeTime time = new FakeTime();
    private final InMemoryWorkQueue<Integer> queue = new InMemoryWorkQueue<>(1_000, time, time);
    private final CountDownLatch failed = new CountDownLatch(ORDERS);
    private final CountDownLatch done = new CountDownLatch(ORDERS);
    private volatile boolean providerAway = true;

    IncidentStoryTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    @DisplayName("every order fails, the watchdog sees it three times, and every order is done after all")
    void night() throws Exception {
        Files.createDirectories(folder.resolve("config"));
        Files.writeString(folder.resolve("config/flags.json"), "{\"WORKER_COUNT\":2,\"INCIDENT_AUTORECOVER\":true}");
        var told = new LinkedBlockingQueue<Alert>();
        var recorder = new LatencyRecorder(time, time, Duration.ofMinutes(1), Duration.ofMinutes(15));
        try (var pool = new LocalWorkerPool<>(queue, this::work, recorder::recordJob);
                var ops = LevqorOps.builder()
                        .settings(settings())
                        .clock(time)
                        .ticker(time)
                        .recorder(recorder)
                        .queue(queue)
                        .workers(pool)
                        .alerts(told::add)
                        .build()) {
            pool.resize(2);
            for (int order = 0; order < ORDERS; order++) {
                assertThat(queue.offer(order)).isTrue();
            }
            assertThat(failed.await(20, SECONDS)).isTrue();
            providerAway = false;

            watch(ops, 2);
            assertThat(lines()).isZero();
            watch(ops, 1);

            assertThat(done.await(20, SECONDS)).isTrue();
            assertThat(told.poll(20, SECONDS)).isNotNull();
            assertThat(queue.deadLetters().dead()).isZero();
            var id = ops.recovery().incidents(1).get(0).incidentId();
            var joined =
                    ops.recovery().recover(new RecoveryRequest(Optional.of(id), Optional.empty(), Optional.empty()));
            assertThat(joined.outcome()).isEqualTo(RecoveryOutcome.RECOVERED);
        }

        var log = Files.readAllLines(folder.resolve("logs/incidents.log"));
        var incident = new ObjectMapper().readTree(log.get(0));
        assertThat(incident.required("outcome").textValue()).isEqualTo("recovered");
        assertThat(incident.required("trigger").required("origin").textValue()).isEqualTo("watchdog");
        assertThat(incident.required("actions").get(0).required("status").textValue())
                .isEqualToIgnoringCase(Status.DONE.name());
        assertThat(incident.required("actions")
                        .get(0)
                        .required("counts")
                        .required("moved")
                        .intValue())
                .isEqualTo(ORDERS);
    }

    private void work(int order) throws IOException {
        if (providerAway) {
            failed.countDown();
            throw new IOException("the provider is away");
        }
        done.countDown();
    }

    private void watch(LevqorOps ops, int times) {
        for (int i = 0; i < times; i++) {
            time.pass(Duration.ofMinutes(5));
            ops.tick();
        }
    }

    private long lines() throws IOException {
        var log = folder.resolve("logs/incidents.log");
        return Files.exists(log) ? Files.readAllLines(log).size() : 0;
    }

    private OpsSettings settings() {
        return OpsSettings.of(Map.of(
                "OPS_FLAGS_FILE", folder.resolve("config/flags.json").toString(),
                "OPS_STATE_DIR", folder.resolve("config/state").toString(),
                "OPS_LOG_DIR", folder.resolve("logs").toString(),
                "OPS_FAILURE_WINDOW", "15m",
                "OPS_REDRIVE_RATE", "unlimited"));
    }
}
