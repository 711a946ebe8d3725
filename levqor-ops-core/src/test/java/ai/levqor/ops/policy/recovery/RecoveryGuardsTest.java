package ai.levqor.ops.policy.recovery;

import static ai.levqor.ops.policy.recovery.Ask.MANUAL;
import static ai.levqor.ops.policy.recovery.Ask.NOON;
import static ai.levqor.ops.policy.recovery.Ask.WATCHDOG;
import static ai.levqor.ops.policy.recovery.RecoveryGuards.START;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What refuses a recovery")
class RecoveryGuardsTest {
    private static final Duration HALF_HOUR = Duration.ofMinutes(30);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final RecoveryGuards LATCHED = new RecoveryGuards(
            Optional.of(NOON.minusSeconds(60)), List.of(NOON.minusSeconds(60)), Optional.of(NOON.minusSeconds(60)));

    @Test
    @DisplayName("of several refusals the first counts: under way, no need, the kill switch, the latch, the cool-down")
    void order() {
        assertThat(MANUAL.healthy()
                        .autorecover(false)
                        .whileRunning()
                        .decide(LATCHED)
                        .reason())
                .isEqualTo(RecoveryReason.ALREADY_RUNNING);
        assertThat(MANUAL.healthy().autorecover(false).decide(LATCHED).reason()).isEqualTo(RecoveryReason.NOT_NEEDED);
        assertThat(WATCHDOG.whileRunning().autorecover(false).decide(LATCHED).reason())
                .isEqualTo(RecoveryReason.ALREADY_RUNNING);
        assertThat(WATCHDOG.autorecover(false).decide(LATCHED).reason()).isEqualTo(RecoveryReason.AUTORECOVER_OFF);
        assertThat(WATCHDOG.decide(LATCHED).reason()).isEqualTo(RecoveryReason.LATCHED);
        assertThat(WATCHDOG.decide(LATCHED.released()).reason()).isEqualTo(RecoveryReason.COOLING_DOWN);
        assertThat(WATCHDOG.decide(START).reason()).isEqualTo(RecoveryReason.ERROR_RATE);
    }

    @Test
    @DisplayName("a person is bound by the kill switch and by one at a time, not by the latch or the cool-down")
    void manual() {
        assertThat(MANUAL.decide(LATCHED).reason()).isEqualTo(RecoveryReason.ERROR_RATE);
        assertThat(MANUAL.sinceLastRun(Duration.ZERO).decide(LATCHED).recovers())
                .isTrue();
        assertThat(MANUAL.autorecover(false).decide(START).reason()).isEqualTo(RecoveryReason.AUTORECOVER_OFF);
        assertThat(MANUAL.whileRunning().decide(START).reason()).isEqualTo(RecoveryReason.ALREADY_RUNNING);
    }

    @ParameterizedTest(name = "{0} after: {1}")
    @CsvSource({
        "PT0S,           COOLING_DOWN",
        "PT29M59.999S,   COOLING_DOWN",
        "PT29M59.999999999S, COOLING_DOWN",
        "PT30M,          ERROR_RATE",
        "PT59M,          ERROR_RATE"
    })
    @DisplayName("an automatic recovery waits thirty minutes after the last, whoever asked for that one")
    void coolDown(Duration after, RecoveryReason reason) {
        for (var first : List.of(WATCHDOG, MANUAL)) {
            var guards = first.step(START).next();

            assertThat(WATCHDOG.at(after).decide(guards).reason()).isEqualTo(reason);
        }
    }

    @ParameterizedTest(name = "wall {0}, steady {1}: {2}")
    @CsvSource({
        "PT30M,  PT29M59.999S, COOLING_DOWN",
        "PT30M,  PT30M,        ERROR_RATE",
        "PT29M,  PT30M,        COOLING_DOWN",
        "PT65M,  PT5M,         COOLING_DOWN",
        "PT90M,  PT30M,        ERROR_RATE",
        "PT-55M, PT5M,         COOLING_DOWN"
    })
    @DisplayName("both clocks must say that the cool-down is over; one put forward by an hour shortens nothing")
    void bothClocks(Duration wall, Duration steady, RecoveryReason reason) {
        var guards = MANUAL.step(START).next();

        assertThat(WATCHDOG.at(wall).sinceLastRun(steady).decide(guards).reason())
                .isEqualTo(reason);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"PT29M59.999S, COOLING_DOWN", "PT30M, ERROR_RATE"})
    @DisplayName("the steady clock alone tells too, when the memory is lost")
    void steadyAlone(Duration steady, RecoveryReason reason) {
        assertThat(WATCHDOG.sinceLastRun(steady).decide(START).reason()).isEqualTo(reason);
    }

    @Test
    @DisplayName("a clock set back by an hour makes nobody wait longer than the cool-down from then on")
    void clockBack() {
        var guards = MANUAL.at(HOUR).step(START).next();

        var back = WATCHDOG.at(Duration.ofMinutes(5)).step(guards);
        var early = WATCHDOG.at(Duration.ofMinutes(35).minusMillis(1)).decide(back.unapplied());
        var over = WATCHDOG.at(Duration.ofMinutes(35)).decide(back.unapplied());

        assertThat(back.decision().reason()).isEqualTo(RecoveryReason.COOLING_DOWN);
        assertThat(early.reason()).isEqualTo(RecoveryReason.COOLING_DOWN);
        assertThat(over.reason()).isEqualTo(RecoveryReason.ERROR_RATE);
    }

    @Test
    @DisplayName("a clock put forward by an hour and nothing steady to hold it against ends the cool-down")
    void clockForwardAlone() {
        var guards = MANUAL.step(START).next();

        assertThat(WATCHDOG.at(HOUR.plusMinutes(5)).decide(guards).recovers()).isTrue();
    }

    @Test
    @DisplayName("the second automatic recovery within an hour closes the latch, and only a person opens it")
    void latch() {
        var first = WATCHDOG.step(START);
        var second = WATCHDOG.at(HALF_HOUR).step(first.next());
        var guards = second.next();

        assertThat(first.decision().latches()).isFalse();
        assertThat(first.next().latchedSince()).isEmpty();
        assertThat(second.decision().latches()).isTrue();
        assertThat(guards.latchedSince()).contains(NOON.plus(HALF_HOUR));
        for (var later : List.of(HOUR, Duration.ofDays(1), Duration.ofDays(365))) {
            var refused = WATCHDOG.at(later).step(guards);
            assertThat(refused.decision().reason()).isEqualTo(RecoveryReason.LATCHED);
            assertThat(refused.unapplied().latchedSince()).contains(NOON.plus(HALF_HOUR));
        }
        assertThat(WATCHDOG.at(HOUR).decide(guards.released()).recovers()).isTrue();
    }

    @ParameterizedTest(name = "{0} apart: {1}")
    @CsvSource({"PT59M59.999S, true", "PT1H, false"})
    @DisplayName("an hour is over after an hour")
    void hoursEdge(Duration apart, boolean latches) {
        var first = WATCHDOG.step(START);

        var second = WATCHDOG.at(apart).step(first.next());

        assertThat(second.decision().recovers()).isTrue();
        assertThat(second.decision().latches()).isEqualTo(latches);
        assertThat(second.next().automaticRuns()).hasSize(latches ? 2 : 1);
    }

    @Test
    @DisplayName("a person's recovery counts towards no latch, opens none, and closes none again")
    void manualAndLatch() {
        var first = WATCHDOG.step(START).next();
        var byHand = MANUAL.at(Duration.ofMinutes(10)).step(first);
        var latched = MANUAL.step(LATCHED);

        assertThat(byHand.next().automaticRuns()).containsExactly(NOON);
        assertThat(byHand.next().lastRun()).contains(NOON.plusSeconds(600));
        assertThat(byHand.decision().latches()).isFalse();
        assertThat(latched.next().latchedSince()).isEqualTo(LATCHED.latchedSince());
        assertThat(latched.decision().latches()).isFalse();
    }

    @Test
    @DisplayName("releasing opens the latch, sets the count to zero, and leaves the cool-down")
    void released() {
        assertThat(LATCHED.released()).isEqualTo(new RecoveryGuards(LATCHED.lastRun(), List.of(), Optional.empty()));
    }

    @Test
    @DisplayName("a recovery that nobody begins, or that is refused, leaves the guards as they were")
    void unapplied() {
        assertThat(WATCHDOG.step(START).unapplied()).isEqualTo(START);
        assertThat(WATCHDOG.step(LATCHED).next()).isEqualTo(LATCHED);
        assertThat(WATCHDOG.step(LATCHED).unapplied()).isEqualTo(LATCHED);
    }

    @Test
    @DisplayName("a clock set back counts runs of the future as of now, so that they still fill the hour")
    void runsOfTheFuture() {
        Instant future = NOON.plus(HOUR);
        var guards = new RecoveryGuards(Optional.of(future), List.of(future), Optional.empty());

        assertThat(guards.at(NOON)).isEqualTo(new RecoveryGuards(Optional.of(NOON), List.of(NOON), Optional.empty()));
    }

    @ParameterizedTest(name = "{0} an hour, run {1}")
    @CsvSource({"1, 1", "2, 2", "3, 3"})
    @DisplayName("how many an hour close the latch, and how long the cool-down is, are settings")
    void otherSettings(int mostPerHour, int latchesAt) {
        var policy = new RecoveryPolicy(new RecoverySettings(0.01, Duration.ZERO, mostPerHour));
        var guards = START;

        for (var run = 1; run <= mostPerHour; run++) {
            var step = policy.decide(guards, WATCHDOG.observation());
            assertThat(step.decision().recovers()).isTrue();
            assertThat(step.decision().latches()).isEqualTo(run == latchesAt);
            guards = step.next();
        }
        assertThat(policy.decide(guards, WATCHDOG.observation()).decision().reason())
                .isEqualTo(RecoveryReason.LATCHED);
    }
}
