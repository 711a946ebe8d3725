package ai.levqor.ops.policy.scale;

import static ai.levqor.ops.policy.scale.Seen.IDLE;
import static ai.levqor.ops.policy.scale.Seen.NOON;
import static ai.levqor.ops.policy.scale.Seen.PRESSED;
import static ai.levqor.ops.policy.scale.Seen.STEADY;
import static ai.levqor.ops.policy.scale.StepSettings.DEFAULTS;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.policy.Reading;
import ai.levqor.ops.policy.Reading.UnknownCause;
import ai.levqor.ops.policy.scale.StepState.SpendVerdict;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("How long it must be idle to give a worker back")
class StepPolicyIdleTest {
    private static final Duration TEN_MINUTES = ofMinutes(10);

    private final Fold idleForAlmostTenMinutes = new Fold(DEFAULTS).watch(IDLE.workers(3), ZERO, TEN_MINUTES);

    @ParameterizedTest(name = "after {0}: {1}")
    @CsvSource({
        "PT9M59S, HOLD, IDLE_NOT_LONG_ENOUGH",
        "PT9M59.999999999S, HOLD, IDLE_NOT_LONG_ENOUGH",
        "PT10M, SCALE_DOWN, IDLE",
        "PT10M1S, SCALE_DOWN, IDLE"
    })
    @DisplayName("ten minutes to the nanosecond")
    void lastsTenMinutes(Duration after, ScaleAction action, ScaleReason reason) {
        var decision = idleForAlmostTenMinutes.apply(IDLE.workers(3).at(after));

        assertThat(decision.action()).isEqualTo(action);
        assertThat(decision.reason()).isEqualTo(reason);
        assertThat(decision.to()).isEqualTo(action == ScaleAction.SCALE_DOWN ? 2 : 3);
    }

    @Test
    @DisplayName("a first look at an idle backend starts the ten minutes")
    void firstLookStartsTheTime() {
        var fold = new Fold(DEFAULTS);

        fold.apply(IDLE);

        assertThat(fold.state().idleSince()).isEqualTo(NOON);
    }

    @Test
    @DisplayName("a step down that was carried out starts the ten minutes again, exactly at the decision")
    void carriedOutStartsAgain() {
        var fold = idleForAlmostTenMinutes;
        fold.apply(IDLE.workers(3).at(ofMinutes(10)));
        fold.watch(IDLE.workers(2), ofSeconds(615), ofMinutes(20));

        var early = fold.leave(IDLE.workers(2).at(ofMinutes(20).minusNanos(1)));
        var due = fold.apply(IDLE.workers(2).at(ofMinutes(20)));

        assertThat(early.reason()).isEqualTo(ScaleReason.IDLE_NOT_LONG_ENOUGH);
        assertThat(due.action()).isEqualTo(ScaleAction.SCALE_DOWN);
        assertThat(due.to()).isEqualTo(1);
    }

    @Test
    @DisplayName("a step down that was not carried out stays due")
    void notCarriedOutStaysDue() {
        var fold = idleForAlmostTenMinutes;

        fold.leave(IDLE.workers(3).at(ofMinutes(10)));
        var again = fold.leave(IDLE.workers(3).at(ofSeconds(615)));

        assertThat(again.action()).isEqualTo(ScaleAction.SCALE_DOWN);
    }

    @Test
    @DisplayName("at the least number of workers the time runs on")
    void timeRunsOnAtMin() {
        var fold = new Fold(DEFAULTS).watch(IDLE.workers(1), ZERO, ofMinutes(30));

        assertThat(fold.state().idleSince()).isEqualTo(NOON);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    @DisplayName("one look that is not idle breaks idleness")
    void breaks(String what, Seen look) {
        var fold = idleForAlmostTenMinutes;

        fold.leave(look.workers(3).at(ofSeconds(594)));
        var decision = fold.apply(IDLE.workers(3).at(TEN_MINUTES));

        assertThat(decision.reason()).isEqualTo(ScaleReason.IDLE_NOT_LONG_ENOUGH);
        assertThat(fold.state().idleSince()).isEqualTo(NOON.plus(TEN_MINUTES));
    }

    static Stream<Object[]> breaks() {
        return Stream.of(
                new Object[] {"pressure", PRESSED},
                new Object[] {"neither pressure nor idle", STEADY},
                new Object[] {"one job waiting", IDLE.depth(1)},
                new Object[] {"unknown latency", IDLE.latency(Reading.unknown(UnknownCause.LATE))},
                new Object[] {"unknown depth", IDLE.depth(Reading.unknown(UnknownCause.FAILED))});
    }

    @Test
    @DisplayName("a step up breaks idleness")
    void stepUpBreaks() {
        var settings = DEFAULTS.with(new StepSettings.Limits(3, 4));
        var fold = new Fold(settings);

        fold.apply(IDLE.workers(2));

        assertThat(fold.state().idleSince()).isNull();
    }

    @Test
    @DisplayName("a worker count that somebody else changed restarts the time")
    void changedByOthers() {
        var fold = idleForAlmostTenMinutes;

        var decision = fold.apply(IDLE.workers(4).at(TEN_MINUTES));

        assertThat(decision.reason()).isEqualTo(ScaleReason.IDLE_NOT_LONG_ENOUGH);
        assertThat(fold.state().idleSince()).isEqualTo(NOON.plus(TEN_MINUTES));
    }

    @ParameterizedTest(name = "{0} after the last look: {1}")
    @CsvSource({"PT60S, SCALE_DOWN", "PT60.000000001S, HOLD", "PT1H, HOLD"})
    @DisplayName("looks more than a minute apart are a break: what was not seen is not assumed")
    void gap(Duration gap, ScaleAction action) {
        var fold = idleForAlmostTenMinutes;

        var decision = fold.apply(IDLE.workers(3).at(ofSeconds(585).plus(gap)));

        assertThat(decision.action()).isEqualTo(action);
    }

    @Test
    @DisplayName("a clock that goes back restarts the time from the earlier hour")
    void clockGoesBack() {
        var fold = idleForAlmostTenMinutes;

        var back = fold.apply(IDLE.workers(3).at(ofSeconds(585).minusNanos(1)));
        var later = fold.apply(IDLE.workers(3).at(TEN_MINUTES));

        assertThat(back.reason()).isEqualTo(ScaleReason.IDLE_NOT_LONG_ENOUGH);
        assertThat(later.reason()).isEqualTo(ScaleReason.IDLE_NOT_LONG_ENOUGH);
        assertThat(fold.state().idleSince()).isEqualTo(NOON.plusSeconds(585).minusNanos(1));
    }

    @Test
    @DisplayName("two looks at the same instant are no break")
    void sameInstant() {
        var fold = idleForAlmostTenMinutes;

        fold.apply(IDLE.workers(3).at(ofSeconds(585)));

        assertThat(fold.state().idleSince()).isEqualTo(NOON);
    }

    @Test
    @DisplayName(
            "a remembered time in the future counts as now, so a wrong clock's memory delays by ten minutes at most")
    void idleSinceInTheFuture() {
        var wrong = new StepState(NOON, 3, NOON.plusSeconds(3600), null, null, SpendVerdict.FREE);
        var fold = new Fold(DEFAULTS, wrong);

        var decision = fold.apply(IDLE.workers(3).at(ofSeconds(15)));

        assertThat(decision.reason()).isEqualTo(ScaleReason.IDLE_NOT_LONG_ENOUGH);
        assertThat(fold.state().idleSince()).isEqualTo(NOON.plusSeconds(15));
    }
}
