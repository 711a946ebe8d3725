package ai.levqor.ops.engine.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.levqor.ops.engine.job.JobRun.Outcome;
import ai.levqor.ops.local.InMemoryStateStore;
import ai.levqor.ops.schedule.Every;
import ai.levqor.ops.spi.state.FireStore.State;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class JobsInTroubleTest {
    private static final Every HOURLY = new Every(Duration.ofHours(1));

    private final InMemoryStateStore store = new InMemoryStateStore();

    @Test
    @DisplayName("a job that throws is tried again after one, five and fifteen minutes, and then has failed")
    void retries() {
        try (var scene = new JobScene(store, HOURLY, true)) {
            scene.work.run = () -> {
                throw new StackOverflowError("on purpose");
            };
            scene.jobs.look();
            scene.pass(Duration.ofHours(1));

            for (int tries = 1; tries <= 3; tries++) {
                awaitTries(scene, tries);
                scene.pass(JobRules.USUAL_RETRIES.get(tries - 1).minusSeconds(1));
                assertThat(scene.work.begun).hasValue(tries);
                scene.pass(Duration.ofSeconds(1));
            }
            scene.finish();

            assertThat(scene.work.begun).hasValue(4);
            assertThat(scene.seen()).containsExactly("2026-03-01T13:00:00Z FAILED");
            assertThat(scene.entries().get(0).note()).contains("the work could not be done", "4 tries");
            assertThat(scene.counted(State.FAILED)).isEqualTo(1);
        }
    }

    /** Until a try has ended, and the scheduler has seen it. */
    private static void awaitTries(JobScene scene, int tries) {
        scene.until(() -> {
            var report = scene.job.report();
            var failed = report.runs().stream()
                    .filter(run -> run.outcome() == Outcome.FAILED)
                    .count();
            return failed == tries && report.running().isEmpty();
        });
        scene.jobs.look();
    }

    @Test
    @DisplayName("a second try that goes well settles the time as done")
    void secondTry() {
        try (var scene = new JobScene(store, HOURLY, true)) {
            scene.work.run = () -> FakeWork.failed("not yet");
            scene.jobs.look();
            scene.pass(Duration.ofHours(1));
            awaitTries(scene, 1);

            scene.work.run = () -> FakeWork.done("now");
            scene.pass(Duration.ofMinutes(1));
            scene.finish();

            assertThat(scene.entries().get(0).state()).isEqualTo(State.DONE);
            assertThat(scene.entries().get(0).note()).isEqualTo("now; 2 tries");
        }
    }

    @Test
    @DisplayName("a job that is not to be repeated is tried once")
    void triedOnce() {
        try (var scene = new JobScene(store, HOURLY, false)) {
            scene.work.run = () -> FakeWork.failed("exit code 3");
            scene.jobs.look();
            scene.pass(Duration.ofHours(1));
            scene.finish();
            scene.pass(Duration.ofMinutes(30));

            assertThat(scene.work.begun).hasValue(1);
            assertThat(scene.entries().get(0).note()).isEqualTo("exit code 3");
        }
    }

    @Test
    @DisplayName("a try that waits gives way to the next time")
    void givesWay() {
        try (var scene = new JobScene(
                store,
                new JobRules(Optional.of(HOURLY), JobScene.GRACE, JobScene.TIMEOUT, true, List.of(Duration.ofHours(5))),
                true)) {
            scene.work.run = () -> FakeWork.failed("not yet");
            scene.jobs.look();
            scene.pass(Duration.ofHours(1));
            awaitTries(scene, 1);

            scene.work.run = () -> FakeWork.done("now");
            scene.pass(Duration.ofHours(1));
            scene.finish();

            assertThat(scene.seen()).containsExactly("2026-03-01T14:00:00Z DONE", "2026-03-01T13:00:00Z FAILED");
        }
    }

    @Test
    @DisplayName("a job that hangs is cut short at its timeout; as long as it does not let go no other begins")
    void hangs() {
        try (var scene = new JobScene(store, HOURLY, false)) {
            var letGo = new CountDownLatch(1);
            scene.work.run = FakeWork.until(letGo, false);
            scene.jobs.look();
            scene.pass(Duration.ofHours(1));
            scene.jobs.look();
            scene.pass(JobScene.TIMEOUT);
            scene.finish();

            assertThat(scene.seen()).containsExactly("2026-03-01T14:00:00Z SKIPPED", "2026-03-01T13:00:00Z FAILED");
            assertThat(scene.entries().get(1).note()).isEqualTo("cut short after 3600 s");
            assertThat(scene.jobs.run("tidy").outcome()).isEqualTo(Outcome.TIMED_OUT);

            letGo.countDown();
            scene.until(() -> scene.job.start().isPresent());
            scene.until(() -> scene.work.begun.get() == 2);
        }
    }

    @Test
    @DisplayName("the interrupt of a run that was cut short does not reach the next one")
    void interruptStays() {
        try (var scene = new JobScene(store, HOURLY, true)) {
            var never = new CountDownLatch(1);
            scene.work.run = FakeWork.until(never, true);
            var started = scene.job.start().orElseThrow();
            scene.until(() -> scene.work.begun.get() == 1);
            started.cut("on purpose");
            scene.work.run =
                    () -> FakeWork.done(Thread.currentThread().isInterrupted() ? "interrupted" : "not interrupted");
            scene.until(() -> scene.work.begun.get() == 2 || scene.job.start().isPresent());

            assertThat(scene.jobs.run("tidy").message()).isEqualTo("not interrupted");
            assertThat(started.end().orElseThrow().message()).isEqualTo("on purpose");
        }
    }

    @Test
    @DisplayName("while the store is away nothing begins; when it is back the time is run late")
    void storeAway() {
        try (var scene = new JobScene(store, HOURLY, true)) {
            scene.jobs.look();
            scene.fires.away = true;
            scene.pass(Duration.ofHours(1));
            scene.pass(Duration.ofMinutes(10));
            assertThat(scene.work.begun).hasValue(0);

            scene.fires.away = false;
            scene.pass(Duration.ofMinutes(1));
            scene.finish();

            assertThat(scene.work.begun).hasValue(1);
            assertThat(scene.seen()).containsExactly("2026-03-01T13:00:00Z DONE");
        }
    }

    @Test
    @DisplayName("a store that is away at the end is told later how it went")
    void storeAwayAtTheEnd() {
        try (var scene = new JobScene(store, HOURLY, true)) {
            var goOn = new CountDownLatch(1);
            scene.work.run = FakeWork.until(goOn, true);
            scene.jobs.look();
            scene.pass(Duration.ofHours(1));
            scene.fires.away = true;
            goOn.countDown();
            scene.until(() -> scene.job.lastOutcome().equals(Optional.of(Outcome.DONE)));
            scene.pass(Duration.ofSeconds(10));

            scene.fires.away = false;
            scene.pass(Duration.ofSeconds(10));
            scene.finish();

            assertThat(scene.seen()).containsExactly("2026-03-01T13:00:00Z DONE");
        }
    }

    @Test
    @DisplayName("a reply that was lost after a time was taken runs it once")
    void lostReply() {
        try (var scene = new JobScene(store, HOURLY, false)) {
            scene.jobs.look();
            scene.fires.losesReplies = true;
            scene.pass(Duration.ofHours(1));
            assertThat(scene.work.begun).hasValue(0);

            scene.fires.losesReplies = false;
            scene.pass(Duration.ofSeconds(10));
            scene.finish();

            assertThat(scene.work.begun).hasValue(1);
            assertThat(scene.seen()).containsExactly("2026-03-01T13:00:00Z DONE");
        }
    }

    @Test
    @DisplayName(
            "with the scheduler off nothing runs by itself; the host's scheduler runs the same task, and hears of failures")
    void hostScheduler() {
        try (var scene = new JobScene(store, JobScene.rules(HOURLY, true), false)) {
            scene.jobs.look();
            scene.pass(Duration.ofHours(2));
            assertThat(scene.work.begun).hasValue(0);

            var mine = scene.jobs.forHost().get(0);
            mine.task().run();
            scene.work.run = () -> FakeWork.failed("exit code 3");

            assertThat(mine.schedule()).contains(HOURLY);
            assertThat(scene.work.begun).hasValue(1);
            assertThatThrownBy(mine.task()::run)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("tidy failed: exit code 3");
        }
    }

    @Test
    @DisplayName("a task of the host's scheduler that takes too long is cut short")
    void hostTaskTooLong() {
        var rules = new JobRules(Optional.of(HOURLY), JobScene.GRACE, Duration.ofMillis(50), true, List.of());
        try (var scene = new JobScene(store, rules, false)) {
            scene.work.run = FakeWork.until(new CountDownLatch(1), true);

            assertThatThrownBy(scene.jobs.forHost().get(0).task()::run)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("cut short");
        }
    }
}
