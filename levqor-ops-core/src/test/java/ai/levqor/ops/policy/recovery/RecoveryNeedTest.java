package ai.levqor.ops.policy.recovery;

import static ai.levqor.ops.policy.recovery.Ask.MANUAL;
import static ai.levqor.ops.policy.recovery.Ask.WATCHDOG;
import static ai.levqor.ops.policy.recovery.Ask.known;
import static ai.levqor.ops.policy.recovery.RecoveryGuards.START;
import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.policy.Fact;
import ai.levqor.ops.policy.Reading;
import ai.levqor.ops.policy.recovery.RecoveryObservation.Means;
import ai.levqor.ops.policy.recovery.RecoveryObservation.Origin;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("When a recovery is called for")
class RecoveryNeedTest {

    /** A question mark is a signal that is unknown. */
    @ParameterizedTest(name = "{0}: error rate {1}, {2} failures: {3}")
    @CsvSource({
        "MANUAL,   0,         0, NOT_NEEDED",
        "MANUAL,   0.01,      0, NOT_NEEDED",
        "MANUAL,   0.0100001, 0, ERROR_RATE",
        "MANUAL,   0.01,      1, FAILURES",
        "MANUAL,   0,         1, FAILURES",
        "MANUAL,   1,         1, ERROR_RATE",
        "MANUAL,   ?,         0, NOT_NEEDED",
        "MANUAL,   ?,         1, FAILURES",
        "MANUAL,   0.01,      ?, NOT_NEEDED",
        "MANUAL,   0.0100001, ?, ERROR_RATE",
        "MANUAL,   ?,         ?, SIGNALS_UNKNOWN",
        "WATCHDOG, 0,         0, OBJECTIVES_MISSED",
        "WATCHDOG, 0.01,      0, OBJECTIVES_MISSED",
        "WATCHDOG, 0.0100001, 0, ERROR_RATE",
        "WATCHDOG, 0,         1, FAILURES",
        "WATCHDOG, ?,         0, OBJECTIVES_MISSED",
        "WATCHDOG, 0,         ?, OBJECTIVES_MISSED",
        "WATCHDOG, ?,         ?, OBJECTIVES_MISSED"
    })
    @DisplayName("above 1 %, or at one failure, or if the watchdog asks; a person is told when nothing is known")
    void need(Origin origin, String rate, String failures, RecoveryReason reason) {
        var ask = WATCHDOG.origin(origin)
                .errorRate(reading(rate).map(Double::parseDouble))
                .failures(reading(failures).map(Long::parseLong));

        var decision = ask.decide(START);

        assertThat(decision.reason()).isEqualTo(reason);
        assertThat(decision.recovers()).isEqualTo(reason.recovers());
    }

    @Test
    @DisplayName("the reasons to recover are three")
    void reasons() {
        assertThat(RecoveryReason.values())
                .filteredOn(RecoveryReason::recovers)
                .containsExactly(RecoveryReason.ERROR_RATE, RecoveryReason.FAILURES, RecoveryReason.OBJECTIVES_MISSED);
    }

    @Test
    @DisplayName("a decision carries each known number beside its limit")
    void facts() {
        var guards = new RecoveryGuards(
                Optional.of(Ask.NOON.minusSeconds(600)), List.of(Ask.NOON.minusSeconds(600)), Optional.empty());

        assertThat(MANUAL.sinceLastRun(Duration.ofMillis(90_500)).decide(guards).facts())
                .containsExactly(
                        new Fact("error_rate", 0.5, "ratio", 0.01),
                        new Fact("failures_last_5m", 100, "failures", 0),
                        new Fact("dead_letters", 7, "jobs", Fact.NO_LIMIT),
                        new Fact("automatic_recoveries_last_hour", 1, "recoveries", 2),
                        new Fact("since_last_recovery", 90.5, "s", 1_800));
    }

    @Test
    @DisplayName("what is unknown is no fact, and a refusal carries facts too")
    void unknownIsNoFact() {
        var blind = MANUAL.errorRate(Ask.unknown())
                .failures(Ask.unknown())
                .means(new Means(true, Ask.unknown(), false, false));

        var decision = blind.decide(START);

        assertThat(decision.recovers()).isFalse();
        assertThat(decision.facts()).containsExactly(new Fact("automatic_recoveries_last_hour", 0, "recoveries", 2));
    }

    private static Reading<String> reading(String text) {
        return text.equals("?") ? Ask.unknown() : known(text);
    }
}
