package ai.levqor.ops.engine.verify;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.engine.FakeTime;
import ai.levqor.ops.engine.ask.DeadlineCaller;
import ai.levqor.ops.engine.ask.FaultLog;
import ai.levqor.ops.engine.job.Job;
import ai.levqor.ops.engine.job.JobMeters;
import ai.levqor.ops.engine.job.JobRun.Outcome;
import ai.levqor.ops.local.InMemoryStateStore;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.host.Alert;
import ai.levqor.ops.spi.host.Alert.Severity;
import ai.levqor.ops.spi.state.StateStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class IntegrityWorkTest {
    private static final Duration LONG = Duration.ofSeconds(50);

    private final FakeTime time = new FakeTime();
    private final FaultLog faults = new FaultLog(name -> {});
    private final DeadlineCaller caller = new DeadlineCaller(LONG);
    private final Set<String> failing = new TreeSet<>();
    private final List<Alert> alerts = new ArrayList<>();
    private final List<Integrity> made = new ArrayList<>();

    @AfterEach
    void close() {
        made.forEach(Integrity::close);
        caller.close();
    }

    @Test
    @DisplayName("the job is done if nothing failed; else it failed, and names what did")
    void job() {
        var job = new Job(
                new IntegrityWork(instance(new InMemoryStateStore())),
                time,
                faults,
                new JobMeters(new SimpleMeterRegistry(), time, IntegrityWork.NAME));

        var well = job.run(LONG);
        failing.addAll(List.of("queue", "disk"));
        var ill = job.run(LONG);
        job.end();

        assertThat(well.outcome()).isEqualTo(Outcome.DONE);
        assertThat(well.counts().toString()).contains("name=passed, value=3", "name=failed, value=0");
        assertThat(ill.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(ill.message()).isEqualTo("failing: disk, queue");
        assertThat(faults.standing()).isEmpty();
    }

    @Test
    @DisplayName("people are told once of the same failing checks, again of others, and when all is well again")
    void alerts() {
        var integrity = instance(new InMemoryStateStore());

        integrity.run();
        assertThat(alerts).isEmpty();

        failing.addAll(List.of("disk", "queue"));
        integrity.run();
        integrity.run();
        assertThat(alerts).hasSize(1);
        assertThat(alerts.get(0).severity()).isEqualTo(Severity.WARNING);
        assertThat(alerts.get(0).title()).isEqualTo("Integrity check failed: disk, queue");
        assertThat(alerts.get(0).text()).isEqualTo("disk: is not well\nqueue: is not well");

        failing.remove("disk");
        integrity.run();
        integrity.run();
        assertThat(alerts).hasSize(2);
        assertThat(alerts.get(1).title()).isEqualTo("Integrity check failed: queue");

        failing.clear();
        integrity.run();
        integrity.run();
        assertThat(alerts).hasSize(3);
        assertThat(alerts.get(2).severity()).isEqualTo(Severity.INFO);
        assertThat(alerts.get(2).title()).isEqualTo("Integrity check passed again");
    }

    @Test
    @DisplayName("what one instance has told, another does not tell again, and it tells that all is well again")
    void fleet() {
        var shared = new InMemoryStateStore();
        failing.add("queue");

        instance(shared).run();
        instance(shared).run();
        failing.clear();
        instance(shared).run();

        assertThat(alerts)
                .extracting(Alert::title)
                .containsExactly("Integrity check failed: queue", "Integrity check passed again");
    }

    @Test
    @DisplayName("while the state store is away, this instance remembers what it told")
    void storeAway() {
        var integrity = instance(new AwayStore());
        failing.add("queue");

        integrity.run();
        integrity.run();
        failing.clear();
        integrity.run();

        assertThat(alerts)
                .extracting(Alert::title)
                .containsExactly("Integrity check failed: queue", "Integrity check passed again");
    }

    private Integrity instance(StateStore state) {
        var checks = Stream.of("disk", "flags", "queue")
                .map(name -> new Check(
                        name, () -> failing.contains(name) ? Finding.failed("is not well") : Finding.passed("is well")))
                .toList();
        var integrity = new Integrity(checks, LONG, time, time, new IntegrityNews(alerts::add, state, caller, faults));
        made.add(integrity);
        return integrity;
    }

    private static final class AwayStore implements StateStore {
        @Override
        public Optional<Versioned> read(String key) {
            throw new UnavailableException("away");
        }

        @Override
        public Optional<String> compareAndSet(String key, Optional<String> expected, String value) {
            throw new UnavailableException("away");
        }
    }
}
