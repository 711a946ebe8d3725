package ai.levqor.ops.policy.scale;

import static ai.levqor.ops.policy.scale.Seen.NOON;
import static ai.levqor.ops.policy.scale.Seen.PRESSED;
import static ai.levqor.ops.policy.scale.Seen.STEADY;
import static ai.levqor.ops.policy.scale.StepSettings.DEFAULTS;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.policy.scale.StepSettings.Pace;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("How fast steps up may follow each other")
class StepPolicyPaceTest {
    private final Fold fold = new Fold(DEFAULTS);

    @ParameterizedTest(name = "{0} after a step up: {1}")
    @CsvSource({
        "PT0S, HOLD, STEP_UP_TOO_SOON",
        "PT15S, HOLD, STEP_UP_TOO_SOON",
        "PT29.999999999S, HOLD, STEP_UP_TOO_SOON",
        "PT30S, SCALE_UP, LATENCY_PRESSURE",
        "PT31S, SCALE_UP, LATENCY_PRESSURE",
        "PT24H, SCALE_UP, LATENCY_PRESSURE"
    })
    @DisplayName("no second step up within 30 s")
    void everyThirtySeconds(Duration after, ScaleAction action, ScaleReason reason) {
        fold.apply(PRESSED);

        var decision = fold.apply(PRESSED.workers(3).at(after));

        assertThat(decision.action()).isEqualTo(action);
        assertThat(decision.reason()).isEqualTo(reason);
    }

    @Test
    @DisplayName("the time between counts from the last step, not from the look before")
    void countsFromTheStep() {
        fold.apply(PRESSED);
        fold.apply(STEADY.workers(3).at(ofSeconds(15)));

        var decision = fold.apply(PRESSED.workers(3).at(ofSeconds(29)));

        assertThat(decision.reason()).isEqualTo(ScaleReason.STEP_UP_TOO_SOON);
    }

    @Test
    @DisplayName("a step up that was not carried out does not delay the next")
    void notCarriedOut() {
        fold.leave(PRESSED);

        var decision = fold.apply(PRESSED.at(ofSeconds(15)));

        assertThat(decision.action()).isEqualTo(ScaleAction.SCALE_UP);
        assertThat(fold.state().lastUpAt()).isEqualTo(NOON.plusSeconds(15));
    }

    @Test
    @DisplayName("raising too few workers keeps the pace as well")
    void belowMinKeepsThePace() {
        fold.apply(PRESSED.workers(0));

        var decision = fold.apply(STEADY.workers(0).at(ofSeconds(15)));

        assertThat(decision.reason()).isEqualTo(ScaleReason.STEP_UP_TOO_SOON);
    }

    @Test
    @DisplayName("at the most workers the reason is the limit, not the pace")
    void atMaxComesFirst() {
        fold.apply(PRESSED.workers(3));

        var decision = fold.apply(PRESSED.workers(4).at(ofSeconds(15)));

        assertThat(decision.reason()).isEqualTo(ScaleReason.AT_MAX);
    }

    @Test
    @DisplayName("a pace of zero takes a step with every look, even at the same instant")
    void paceOfZero() {
        var eager = new Fold(DEFAULTS.with(new Pace(ZERO, ofSeconds(60), ofSeconds(60))));

        eager.apply(PRESSED);

        assertThat(eager.apply(PRESSED.workers(3)).action()).isEqualTo(ScaleAction.SCALE_UP);
    }

    @Test
    @DisplayName("a clock gone back an hour delays the next step by 30 s, not by an hour")
    void clockGoesBack() {
        fold.apply(PRESSED);

        var back = fold.apply(PRESSED.workers(3).at(ofHours(-1)));
        var stillTooSoon = fold.apply(PRESSED.workers(3).at(ofHours(-1).plusSeconds(29)));
        var inTime = fold.apply(PRESSED.workers(3).at(ofHours(-1).plusSeconds(30)));

        assertThat(back.reason()).isEqualTo(ScaleReason.STEP_UP_TOO_SOON);
        assertThat(stillTooSoon.reason()).isEqualTo(ScaleReason.STEP_UP_TOO_SOON);
        assertThat(inTime.action()).isEqualTo(ScaleAction.SCALE_UP);
    }

    @Test
    @DisplayName("a spike moves the target in three looks of 15 s by two steps")
    void spike() {
        var first = fold.apply(PRESSED);
        var second = fold.apply(PRESSED.workers(3).at(ofSeconds(15)));
        var third = fold.apply(PRESSED.workers(3).at(ofSeconds(30)));

        assertThat(first.to()).isEqualTo(3);
        assertThat(second.to()).isEqualTo(3);
        assertThat(third.to()).isEqualTo(4);
    }
}
