package ai.levqor.ops.policy.slo;

import static ai.levqor.ops.policy.slo.Look.MET;
import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.policy.Fact;
import ai.levqor.ops.policy.Reading;
import ai.levqor.ops.policy.Reading.UnknownCause;
import ai.levqor.ops.policy.slo.SloObservation.Outcomes;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("What the streak policy makes of one tick")
class StreakPolicyObjectivesTest {

    @ParameterizedTest(name = "P99 {0} ms: {1}")
    @CsvSource({"0, MET", "199.9, MET", "200, MET", "200.000001, BREACHED", "200.1, BREACHED", "60000, BREACHED"})
    @DisplayName("a P99 of 200 ms is met, the least above is not")
    void p99(double millis, Judgement judgement) {
        assertThat(judge(MET.p99(millis)).judgement()).isEqualTo(judgement);
    }

    @ParameterizedTest(name = "{0} of {1} failed: {2}")
    @CsvSource({
        "0, 1, MET",
        "1, 1, BREACHED",
        "1, 200, MET",
        "1, 199, BREACHED",
        "5, 1000, MET",
        "6, 1000, BREACHED",
        "4999999, 1000000000, MET",
        "5000000, 1000000000, MET",
        "5000001, 1000000000, BREACHED"
    })
    @DisplayName("an error rate of 0.5 % is met, the least above is not")
    void errorRate(long failures, long total, Judgement judgement) {
        assertThat(judge(MET.failures(failures, total)).judgement()).isEqualTo(judgement);
    }

    @ParameterizedTest(name = "availability {0}: {1}")
    @CsvSource({"1, MET", "0.9990000001, MET", "0.999, MET", "0.9989999999, BREACHED", "0, BREACHED"})
    @DisplayName("an availability of 99.9 % is met, the least below is not")
    void availability(double share, Judgement judgement) {
        assertThat(judge(MET.availability(share)).judgement()).isEqualTo(judgement);
    }

    /** One letter a signal: M met, B breached, and the first of the cause of an unknown one (S for stale, 0 for none). */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "MMM, MET, WITHIN_OBJECTIVES",
        "BBB, BREACHED, BREACHED",
        "BMM, BREACHED, BREACHED",
        "MBM, BREACHED, BREACHED",
        "MMB, BREACHED, BREACHED",
        "BFF, BREACHED, BREACHED",
        "LBS, BREACHED, BREACHED",
        "N0B, BREACHED, BREACHED",
        "FMM, NO_DATA, NO_DATA",
        "MFM, NO_DATA, NO_DATA",
        "MMF, NO_DATA, NO_DATA",
        "LMM, NO_DATA, NO_DATA",
        "MSM, NO_DATA, NO_DATA",
        "FNN, NO_DATA, NO_DATA",
        "NNN, NO_DATA, NO_DATA",
        "00N, NO_DATA, NO_DATA",
        "MNN, MET, WITHIN_OBJECTIVES",
        "NMN, MET, WITHIN_OBJECTIVES",
        "NNM, MET, WITHIN_OBJECTIVES",
        "00M, MET, WITHIN_OBJECTIVES"
    })
    @DisplayName(
            "a breach is one whatever else is unknown; a source that is away leaves no data; what is not there is not judged")
    void unknown(String signals, Judgement judgement, SloReason reason) {
        var look = new Look(
                signal(signals.charAt(0), Duration.ofMillis(100), Duration.ofMillis(300)),
                signal(signals.charAt(1), new Outcomes(100, 0), new Outcomes(100, 100)),
                signal(signals.charAt(2), 1.0, 0.0));

        var verdict = judge(look);

        assertThat(verdict.judgement()).isEqualTo(judgement);
        assertThat(verdict.reason()).isEqualTo(reason);
        assertThat(verdict.alarm()).isFalse();
        assertThat(verdict.streak()).isEqualTo(judgement == Judgement.BREACHED ? 1 : 0);
    }

    @Test
    @DisplayName("where nothing ended there is no error rate, and another signal decides")
    void nothingEnded() {
        var quiet = MET.p99(Reading.unknown(UnknownCause.NO_SAMPLES)).failures(0, 0);
        var unprobed = quiet.availability(Reading.unknown(UnknownCause.NOT_CONFIGURED));

        assertThat(judge(quiet).judgement()).isEqualTo(Judgement.MET);
        assertThat(judge(unprobed).judgement()).isEqualTo(Judgement.NO_DATA);
        assertThat(judge(unprobed).facts()).extracting(Fact::name).containsExactly("streak");
    }

    @Test
    @DisplayName("the verdict carries each known number beside its limit")
    void facts() {
        var verdict = judge(MET.p99(250.5).failures(3, 400).availability(0.75));

        assertThat(verdict.facts())
                .containsExactly(
                        new Fact("p99_ms", 250.5, "ms", 200),
                        new Fact("error_rate", 0.0075, "ratio", 0.005),
                        new Fact("availability", 0.75, "ratio", 0.999),
                        new Fact("streak", 1, "breaches", 3));
    }

    @ParameterizedTest
    @EnumSource(UnknownCause.class)
    @DisplayName("an unknown signal is no fact")
    void unknownIsNoFact(UnknownCause cause) {
        var look = new Look(Reading.unknown(cause), Reading.unknown(cause), Reading.unknown(cause));

        assertThat(judge(look).facts()).containsExactly(new Fact("streak", 0, "breaches", 3));
    }

    private static SloVerdict judge(Look look) {
        return Fold.streak().see(look.at(7));
    }

    private static <T> Reading<T> signal(char letter, T met, T breached) {
        return switch (letter) {
            case 'M' -> Look.known(met);
            case 'B' -> Look.known(breached);
            case 'N' -> Reading.unknown(UnknownCause.NOT_CONFIGURED);
            case '0' -> Reading.unknown(UnknownCause.NO_SAMPLES);
            case 'F' -> Reading.unknown(UnknownCause.FAILED);
            case 'L' -> Reading.unknown(UnknownCause.LATE);
            default -> Reading.unknown(UnknownCause.STALE);
        };
    }
}
