package ai.levqor.ops.policy.slo;

import static ai.levqor.ops.policy.slo.Look.BREACH;
import static ai.levqor.ops.policy.slo.Look.MET;
import static ai.levqor.ops.policy.slo.Look.SILENT;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One letter a tick: B breached, M met, - without data, . seen by nobody. Beside it what the verdict says: ! for an
 * alarm, else the streak.
 */
@DisplayName("What the streak policy makes of ticks in a row")
class StreakPolicyStreakTest {

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "B, 1",
        "BB, 12",
        "BBB, 12!",
        "BBBBB, 12!!!",
        "MBBB, 012!",
        "BBMB, 1201",
        "BBMBB, 12012",
        "BMBMBMB, 1010101",
        "BBBMBB, 12!012",
        "BBBMBBB, 12!012!"
    })
    @DisplayName("the third breach in a row is an alarm, and each one after it; a tick that is met ends the streak")
    void row(String ticks, String verdicts) {
        assertThat(tell(StreakSettings.DEFAULTS, ticks)).isEqualTo(verdicts);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "-BBB, 012!",
        "B-BB, 112!",
        "BB-B, 122!",
        "B-B-B, 1122!",
        "BBB-B, 12!3!",
        "BBB-M-B, 12!3001",
        "B---B---B, 11112222!",
        "B------BB, 11111112!",
        "B-------BB, 1111111012"
    })
    @DisplayName("a tick without data neither counts nor ends a streak, up to six of them")
    void silence(String ticks, String verdicts) {
        assertThat(tell(StreakSettings.DEFAULTS, ticks)).isEqualTo(verdicts);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "B---B----BB, 1111222212!",
        "BB-------BBB, 12222222012!",
        "BBB------B, 12!333333!",
        "BBB-------B, 12!33333301",
        "B---B---BB---B, 11112222!!444!"
    })
    @DisplayName("silence is counted from each breach on, and a breach with too much of it since falls out alone")
    void longSilence(String ticks, String verdicts) {
        assertThat(tell(StreakSettings.DEFAULTS, ticks)).isEqualTo(verdicts);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "B.B, 1.2",
        "B..B, 1..1",
        "B.BB, 1.22",
        "BB.B, 12.2",
        "B.BBB, 1.22!",
        "B-.BB, 11.22",
        "B.-BB, 1.122",
        "BB...-, 12...0",
        "BBB.B, 12!.!",
        "BBB-.B, 12!3.!",
        "BBB..B, 12!..1",
        "BBB..-B, 12!..31",
        "BBB..BBB, 12!..12!"
    })
    @DisplayName("a tick that nobody saw stretches nothing: what is more than two ticks back falls out")
    void gap(String ticks, String verdicts) {
        assertThat(tell(StreakSettings.DEFAULTS, ticks)).isEqualTo(verdicts);
    }

    @ParameterizedTest(name = "{0} within {1}, silent {2}: {3} {4}")
    @CsvSource({
        "1, 0, 0, B-B, !0!",
        "2, 1, 0, BB, 1!",
        "2, 1, 0, B-B, 101",
        "2, 1, 1, B-B, 11!",
        "2, 1, 0, B.B, 1.1",
        "2, 3, 0, B..B, 1..!",
        "2, 3, 0, B...B, 1...1",
        "4, 5, 0, B.BB.BB, 1.23.!!",
        "4, 5, 0, B..BB.BB, 1..23.3!"
    })
    @DisplayName("how many, how close and how much silence are settings")
    void otherSettings(int breaches, int withinTicks, int silentTicks, String ticks, String verdicts) {
        var settings = new StreakSettings(StreakSettings.DEFAULTS.objectives(), breaches, withinTicks, silentTicks);

        assertThat(tell(settings, ticks)).isEqualTo(verdicts);
    }

    @Test
    @DisplayName("after a recovery the streak begins at zero, and its tick stays judged")
    void recovered() {
        var fold = Fold.streak();
        fold.see(BREACH.at(1));
        fold.see(BREACH.at(2));
        fold.recover(BREACH.at(3));

        var again = fold.see(BREACH.at(3));
        var fourth = fold.see(BREACH.at(4));
        var fifth = fold.see(BREACH.at(5));
        var sixth = fold.see(BREACH.at(6));

        assertThat(again.judgement()).isEqualTo(Judgement.REPEATED);
        assertThat(fourth.streak()).isEqualTo(1);
        assertThat(fifth.alarm()).isFalse();
        assertThat(sixth.alarm()).isTrue();
    }

    @Test
    @DisplayName("an alarm says that it is one for breaches in a row")
    void reason() {
        var fold = Fold.streak();

        assertThat(fold.see(BREACH.at(1)).reason()).isEqualTo(SloReason.BREACHED);
        assertThat(fold.see(BREACH.at(2)).reason()).isEqualTo(SloReason.BREACHED);
        assertThat(fold.see(BREACH.at(3)).reason()).isEqualTo(SloReason.BREACHED_IN_A_ROW);
        assertThat(fold.see(SILENT.at(4)).reason()).isEqualTo(SloReason.NO_DATA);
        assertThat(fold.see(MET.at(5)).reason()).isEqualTo(SloReason.WITHIN_OBJECTIVES);
    }

    @Test
    @DisplayName("a day of breaches, some without data in between, leaves no more in memory than the window")
    void bounded() {
        var fold = Fold.streak();
        for (var tick = 0; tick < 288; tick++) {
            fold.see((tick % 3 == 0 ? BREACH : SILENT).at(tick));
        }

        assertThat(fold.state().streak()).isEqualTo(96);
        assertThat(fold.state().breached()).hasSizeLessThanOrEqualTo(3);
        assertThat(fold.state().silent()).hasSizeLessThanOrEqualTo(6);
    }

    private static String tell(StreakSettings settings, String ticks) {
        var fold = new Fold<>(new StreakPolicy(settings));
        var verdicts = new StringBuilder();
        for (var tick = 0; tick < ticks.length(); tick++) {
            verdicts.append(
                    switch (ticks.charAt(tick)) {
                        case 'B' -> mark(fold.see(BREACH.at(tick)));
                        case 'M' -> mark(fold.see(MET.at(tick)));
                        case '-' -> mark(fold.see(SILENT.at(tick)));
                        default -> ".";
                    });
        }
        return verdicts.toString();
    }

    private static String mark(SloVerdict verdict) {
        return verdict.alarm() ? "!" : Integer.toString(verdict.streak());
    }
}
