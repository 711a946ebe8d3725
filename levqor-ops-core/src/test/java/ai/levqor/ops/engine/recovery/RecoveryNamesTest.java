package ai.levqor.ops.engine.recovery;

import static ai.levqor.ops.engine.recovery.RecoveryScene.named;
import static ai.levqor.ops.engine.recovery.Threads.ended;
import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.policy.recovery.RecoveryReason;
import ai.levqor.ops.spi.queue.Restart;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The name of an incident")
class RecoveryNamesTest {
    private final RecoveryScene scene = new RecoveryScene();

    @Test
    @DisplayName("a hundred requests of one name at once are one recovery, and all get its report")
    void sameName() {
        scene.fail(1_000);

        try (var incidents = scene.process();
                var threads = new Threads()) {
            var reports = threads.atOnce(100, i -> incidents.recovery().recover(named("one")));

            assertThat(reports).hasSize(100).containsOnly(reports.get(0));
            assertThat(scene.restarts).hasValue(1);
            assertThat(scene.lines).hasSize(1);
        }
    }

    @Test
    @DisplayName("a hundred requests of different names at once never make two recoveries at the same time")
    void differentNames() {
        scene.fail(1_000);
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        scene.restart = () -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            inside.decrementAndGet();
            return new Restart(2, 0);
        };

        try (var incidents = scene.process();
                var threads = new Threads()) {
            var reports = threads.atOnce(100, i -> incidents.recovery().recover(named("one-" + i)));

            assertThat(reports)
                    .hasSize(100)
                    .allSatisfy(report -> assertThat(
                                    report.recovered() || report.reason() == RecoveryReason.ALREADY_RUNNING)
                            .isTrue());
            var recovered = reports.stream().filter(RecoveryReport::recovered).count();
            assertThat(recovered).isPositive().isEqualTo(scene.restarts.get());
            assertThat(most).hasValue(1);
            assertThat(scene.lines).hasSize(100);
            assertThat(scene.queue.deadLetters().retrying()).isEqualTo(1_000);
        }
    }

    @Test
    @DisplayName("the same name gives the same report after a restart")
    void nameOutlivesTheProcess() {
        scene.fail(3);
        RecoveryReport first;
        try (var incidents = scene.process()) {
            first = incidents.recovery().recover(named("one"));
        }

        try (var incidents = scene.process()) {
            assertThat(incidents.recovery().recover(named("one"))).isEqualTo(first);
            assertThat(scene.restarts).hasValue(1);
            assertThat(scene.lines).hasSize(1);
        }
    }

    @Test
    @DisplayName("a refusal because of another recovery does not settle a name; it may be tried again")
    void refusedNameMayTryAgain() {
        scene.fail(10);
        var slow = new SlowRestart();
        scene.restart = slow;

        try (var incidents = scene.process();
                var first = new Threads()) {
            var running = first.submit(() -> incidents.recovery().recover(named("first")));
            slow.awaitBegun();
            var refused = incidents.recovery().recover(named("second"));
            slow.end();
            ended(running);
            scene.restart = () -> new Restart(2, 0);

            assertThat(refused.reason()).isEqualTo(RecoveryReason.ALREADY_RUNNING);
            assertThat(incidents.recovery().recover(named("second")).recovered())
                    .isTrue();
        }
    }
}
