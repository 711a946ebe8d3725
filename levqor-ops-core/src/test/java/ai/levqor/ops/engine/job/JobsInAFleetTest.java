package ai.levqor.ops.engine.job;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.engine.job.JobRun.Outcome;
import ai.levqor.ops.local.InMemoryStateStore;
import ai.levqor.ops.schedule.Every;
import ai.levqor.ops.spi.state.FireStore.State;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class JobsInAFleetTest {
    private static final Every HOURLY = new Every(Duration.ofHours(1));
    private static final Duration BEAT = Duration.ofSeconds(10);

    private final InMemoryStateStore store = new InMemoryStateStore();

    @Test
    @DisplayName("two instances with clocks half a minute apart run each time once")
    void onceInAFleet() {
        try (var one = new JobScene(store, HOURLY, true);
                var other = new JobScene(store, HOURLY, true)) {
            other.time.pass(Duration.ofSeconds(30));
            one.jobs.look();
            other.jobs.look();

            for (int i = 0; i < 6 * 60; i++) {
                one.pass(BEAT);
                one.finish();
                other.pass(BEAT);
                other.finish();
            }

            assertThat(one.work.begun.get() + other.work.begun.get()).isEqualTo(1);
            assertThat(one.seen()).containsExactly("2026-03-01T13:00:00Z DONE");
        }
    }

    @Test
    @DisplayName("as long as an instance beats, its run is its own, however long it takes")
    void alive() {
        try (var one = new JobScene(store, HOURLY, true);
                var other = new JobScene(store, HOURLY, true)) {
            var goOn = new CountDownLatch(1);
            begin(one, other, goOn);

            for (int i = 0; i < 60; i++) {
                one.pass(BEAT);
                other.pass(BEAT);
            }
            assertThat(other.work.begun).hasValue(0);

            goOn.countDown();
            one.finish();
            assertThat(one.seen()).containsExactly("2026-03-01T13:00:00Z DONE");
        }
    }

    private static void begin(JobScene one, JobScene other, CountDownLatch goOn) {
        one.work.run = FakeWork.until(goOn, true);
        one.jobs.look();
        other.jobs.look();
        one.pass(Duration.ofHours(1));
        one.until(() -> one.work.begun.get() == 1);
        other.pass(Duration.ofHours(1));
    }

    @Test
    @DisplayName(
            "the run of an instance that died is taken over after its lease; should it wake up, its run is cut short")
    void takenOver() {
        try (var one = new JobScene(store, HOURLY, true);
                var other = new JobScene(store, HOURLY, true)) {
            begin(one, other, new CountDownLatch(1));

            other.pass(Duration.ofSeconds(30));
            assertThat(other.work.begun).hasValue(0);
            other.pass(Duration.ofSeconds(30));
            other.pass(Duration.ofSeconds(10));
            other.finish();
            one.pass(BEAT);

            assertThat(other.work.begun).hasValue(1);
            assertThat(other.seen()).containsExactly("2026-03-01T13:00:00Z DONE");
            one.until(() -> one.job.lastOutcome().equals(Optional.of(Outcome.FAILED)));
            assertThat(one.job.report().runs().get(0).message()).isEqualTo("another instance has taken it over");
            assertThat(one.seen()).containsExactly("2026-03-01T13:00:00Z DONE");
        }
    }

    @Test
    @DisplayName("a job that is not to be repeated is abandoned with its instance")
    void abandoned() {
        try (var one = new JobScene(store, HOURLY, false);
                var other = new JobScene(store, HOURLY, false)) {
            begin(one, other, new CountDownLatch(1));

            other.pass(Duration.ofSeconds(60));
            other.pass(Duration.ofSeconds(10));

            assertThat(other.work.begun).hasValue(0);
            assertThat(other.seen()).containsExactly("2026-03-01T13:00:00Z ABANDONED");
            assertThat(other.counted(State.ABANDONED)).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("an instance that comes after a crash finds the run that was left, and does it again")
    void restarted() {
        try (var dead = new JobScene(store, HOURLY, true)) {
            var none = new CountDownLatch(1);
            dead.work.run = FakeWork.until(none, true);
            dead.jobs.look();
            dead.pass(Duration.ofHours(1));
            dead.until(() -> dead.work.begun.get() == 1);

            try (var next = new JobScene(store, HOURLY, true)) {
                next.jumpTo("2026-03-01T13:02:00Z");
                next.pass(Duration.ofSeconds(5));
                next.pass(Duration.ofSeconds(65));
                next.finish();

                assertThat(next.work.begun).hasValue(1);
                assertThat(next.seen()).containsExactly("2026-03-01T13:00:00Z DONE");
            }
        }
    }

    @Test
    @DisplayName("a run that was left too long ago is not done again")
    void restartedTooLate() {
        try (var dead = new JobScene(store, HOURLY, true)) {
            dead.work.run = FakeWork.until(new CountDownLatch(1), true);
            dead.jobs.look();
            dead.pass(Duration.ofHours(1));
            dead.until(() -> dead.work.begun.get() == 1);

            try (var next = new JobScene(store, HOURLY, true)) {
                next.jumpTo("2026-03-02T01:30:00Z");
                next.until(() -> next.job.lastOutcome().isPresent());
                next.pass(Duration.ofSeconds(5));
                next.pass(Duration.ofSeconds(65));
                next.finish();

                assertThat(next.seen()).contains("2026-03-01T13:00:00Z FAILED");
                assertThat(next.entries().stream().filter(entry -> entry.state() == State.FAILED))
                        .allSatisfy(entry -> assertThat(entry.note()).contains("too late"));
            }
        }
    }
}
