package ai.levqor.ops.policy.scale;

import static ai.levqor.ops.policy.scale.Seen.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.levqor.ops.policy.Fact;
import ai.levqor.ops.policy.Reading;
import ai.levqor.ops.policy.Reading.UnknownCause;
import ai.levqor.ops.policy.scale.ScaleDecision.Guard;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What the records of a scale decision accept")
class ScaleRecordsTest {

    @ParameterizedTest(name = "{0} from {1} to {2}")
    @CsvSource({
        "SCALE_UP, 2, 2",
        "SCALE_UP, 2, 1",
        "SCALE_DOWN, 2, 2",
        "SCALE_DOWN, 2, 3",
        "SCALE_DOWN, 0, -1",
        "SCALE_UP, -1, 0",
        "HOLD, 2, 3",
        "HOLD, 2, 1",
        "FREEZE, 2, 3",
        "FREEZE, 2, 1"
    })
    @DisplayName("an action that its numbers contradict is refused")
    void contradiction(ScaleAction action, int from, int to) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ScaleDecision(action, ScaleReason.WITHIN_LIMITS, from, to, Guard.OFF, List.of()))
                .withMessage("%s cannot go from %d to %d workers", action, from, to);
    }

    @ParameterizedTest(name = "{0} from {1} to {2}")
    @CsvSource({"SCALE_UP, 0, 1", "SCALE_UP, 2, 9", "SCALE_DOWN, 1, 0", "SCALE_DOWN, 9, 2", "HOLD, 0, 0", "FREEZE, 2, 2"
    })
    @DisplayName("a policy may take larger steps than the default one")
    void agreement(ScaleAction action, int from, int to) {
        assertThatCode(() -> new ScaleDecision(action, ScaleReason.WITHIN_LIMITS, from, to, Guard.OFF, List.of()))
                .doesNotThrowAnyException();
    }

    @Test
    @DisplayName("a decision keeps its own copy of the facts")
    void factsAreCopied() {
        var facts = new ArrayList<>(List.of(new Fact("queue_depth", 3, "jobs", 10)));
        var decision = new ScaleDecision(ScaleAction.HOLD, ScaleReason.WITHIN_LIMITS, 2, 2, Guard.CLEAR, facts);

        facts.clear();

        assertThat(decision.facts()).hasSize(1);
    }

    @Test
    @DisplayName("scale_up and scale_down change something, freeze and hold do not")
    void changes() {
        assertThat(ScaleAction.values())
                .filteredOn(ScaleAction::changes)
                .containsExactly(ScaleAction.SCALE_UP, ScaleAction.SCALE_DOWN);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    @DisplayName("a fact is a number; its limit may be none")
    void factIsFinite(double value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Fact("depth", value, "jobs", 10))
                .withMessageContaining("value of depth must be finite, was " + value);
        if (value != Fact.NO_LIMIT) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Fact("depth", 1, "jobs", value))
                    .withMessageContaining("limit of depth must be finite or NO_LIMIT, was " + value);
        }
        assertThat(new Fact("depth", 1, "jobs", Fact.NO_LIMIT).limit()).isInfinite();
    }

    @Test
    @DisplayName("a latency has a percentile exactly if there were requests")
    void latency() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Latency(0, Optional.of(Duration.ZERO)))
                .withMessageContaining("p95 must be present exactly if requests > 0");
        assertThatIllegalArgumentException().isThrownBy(() -> new Latency(1, Optional.empty()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Latency(-1, Optional.empty()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Latency.of(1, Duration.ofNanos(-1)))
                .withMessageContaining("p95 must be >= 0");
        assertThat(Latency.of(1, Duration.ZERO).p95()).contains(Duration.ZERO);
        assertThat(new Latency(0, Optional.empty())).isEqualTo(Latency.NO_REQUESTS);
        assertThat(Latency.NO_REQUESTS.requests()).isZero();
    }

    @Test
    @DisplayName("a spend is not negative")
    void spendLevel() {
        var minus = BigDecimal.valueOf(-1, 2);

        assertThatIllegalArgumentException().isThrownBy(() -> new SpendLevel(minus, Optional.empty()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SpendLevel(BigDecimal.ZERO, Optional.of(minus)))
                .withMessageContaining("must be >= 0, were 0 and Optional[-0.01]");
        assertThatCode(() -> new SpendLevel(BigDecimal.ZERO, Optional.of(BigDecimal.ZERO)))
                .doesNotThrowAnyException();
    }

    @Test
    @DisplayName("an observation has no negative count")
    void observationCounts() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Seen.STEADY.workers(-1).observation())
                .withMessage("workers must be >= 0, was -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Seen.STEADY.depth(-1).observation())
                .withMessage("queueDepth must be >= 0, was -1");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(doubles = {-0.001, 1.001, Double.NaN})
    @DisplayName("an error rate is a share")
    void errorRate(double rate) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> withErrorRate(Reading.known(rate, NOON)))
                .withMessage("errorRate must be in [0, 1], was " + rate);
    }

    @Test
    @DisplayName("none and all are shares, and an unknown error rate is fine")
    void errorRateLimits() {
        assertThatCode(() -> withErrorRate(Reading.known(0.0, NOON))).doesNotThrowAnyException();
        assertThatCode(() -> withErrorRate(Reading.known(1.0, NOON))).doesNotThrowAnyException();
        assertThatCode(() -> withErrorRate(Reading.unknown(UnknownCause.LATE))).doesNotThrowAnyException();
    }

    @Test
    @DisplayName("a reading gives its value whatever its age; an unknown one none")
    void reading() {
        assertThat(Reading.known(3L, NOON).value()).contains(3L);
        assertThat(Reading.unknown(UnknownCause.STALE).value()).isEmpty();
    }

    @Test
    @DisplayName("what is derived from a reading was sampled when the reading was; from unknown comes unknown")
    void derived() {
        assertThat(Reading.known(3L, NOON).map(depth -> depth * 2)).isEqualTo(Reading.known(6L, NOON));
        assertThat(Reading.<Long>unknown(UnknownCause.LATE).map(depth -> depth * 2))
                .isEqualTo(Reading.unknown(UnknownCause.LATE));
    }

    @Test
    @SuppressWarnings("NullAway")
    @DisplayName("unknown is never a null")
    void nullIsRefused() {
        assertThatThrownBy(() -> new Reading.Known<>(null, NOON)).hasMessage("measured");
        assertThatThrownBy(() -> new Reading.Known<>(3L, null)).hasMessage("sampledAt");
        assertThatThrownBy(() -> new Reading.Unknown<>(null)).hasMessage("cause");
    }

    private static ScaleObservation withErrorRate(Reading<Double> rate) {
        var seen = Seen.STEADY;
        return new ScaleObservation(seen.at(), seen.workers(), seen.latency(), seen.depth(), rate, seen.spend());
    }
}
