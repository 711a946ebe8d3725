package ai.levqor.ops.policy.slo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The workbook's stories, at ticks of five minutes")
class BurnRateStoriesTest {
    private static final String CALM = "100*0";

    private final Fold<BurnState> fold = Fold.burn();

    /** The n-th tick is the first at which n times the rate is more than 12 * 14.4 over an hour, or 72 * 6 over six. */
    @ParameterizedTest(name = "{0} times: tick {1}, {2}")
    @CsvSource({
        "1000,  1, BURN_1H_5M",
        "172.9, 1, BURN_1H_5M",
        "172.8, 2, BURN_1H_5M",
        "100,   2, BURN_1H_5M",
        "50,    4, BURN_1H_5M",
        "20,    9, BURN_1H_5M",
        "14.5, 12, BURN_1H_5M",
        "14.4, 31, BURN_6H_30M",
        "10,   44, BURN_6H_30M",
        "6.1,  71, BURN_6H_30M"
    })
    @DisplayName("a steady burn is an alarm once it has cost 2 % of the budget in an hour or 5 % in six, after a calm")
    void detection(double rate, int tick, SloReason reason) {
        Burn.tell(fold, CALM);

        assertThat(firstAlarm(rate)).isEqualTo(new Alarm(tick, reason));
    }

    @ParameterizedTest(name = "{0} times: tick {1}")
    @CsvSource({"1000, 1", "100, 2", "20, 9", "14.5, 12", "14.4, 31", "6.1, 71"})
    @DisplayName("and after a start just as late: a first bad tick does not stand for six hours")
    void detectionAfterStart(double rate, int tick) {
        assertThat(firstAlarm(rate).tick()).isEqualTo(tick);
    }

    @ParameterizedTest(name = "{0} times")
    @CsvSource({"0", "1", "6"})
    @DisplayName("a burn that the budget can bear for five days is never an alarm")
    void bearable(double rate) {
        for (var tick = 0; tick < 8_640; tick++) {
            assertThat(Burn.see(fold, Burn.at(rate)).reason()).isEqualTo(SloReason.WITHIN_OBJECTIVES);
        }
    }

    @Test
    @DisplayName("five minutes of full outage: the fast pair stops with it, the slow one half an hour later")
    void reset() {
        Burn.tell(fold, CALM);

        var outage = Burn.tell(fold, "1000");
        assertThat(outage.reason()).isEqualTo(SloReason.BURN_1H_5M);

        for (var i = 0; i < 5; i++) {
            var after = Burn.tell(fold, "0");
            assertThat(after.reason()).isEqualTo(SloReason.BURN_6H_30M);
            assertThat(after.streak()).isEqualTo(i + 2);
        }
        for (var i = 0; i < 66; i++) {
            var over = Burn.tell(fold, "0");
            assertThat(over.reason()).isEqualTo(SloReason.BURNING);
            assertThat(over.judgement()).isEqualTo(Judgement.MET);
        }
        assertThat(Burn.tell(fold, "0").reason()).isEqualTo(SloReason.WITHIN_OBJECTIVES);
    }

    @Test
    @DisplayName("a short spike that costs little is seen, and no alarm")
    void spike() {
        Burn.tell(fold, CALM);

        var spike = Burn.tell(fold, "30");

        assertThat(spike.judgement()).isEqualTo(Judgement.BREACHED);
        assertThat(spike.reason()).isEqualTo(SloReason.BURNING);
        assertThat(spike.alarm()).isFalse();
        assertThat(Burn.tell(fold, "0").reason()).isEqualTo(SloReason.WITHIN_OBJECTIVES);
    }

    @Test
    @DisplayName("a recovery that helped is not followed by another for the same outage")
    void recovered() {
        Burn.tell(fold, CALM);
        fold.recover(Burn.at(1000).at(1_100));

        assertThat(Burn.tell(fold, "0").reason()).isEqualTo(SloReason.WITHIN_OBJECTIVES);
        assertThat(fold.state().outcomes()).hasSize(1);
    }

    @Test
    @DisplayName("a service of another objective burns its own budget")
    void otherObjective() {
        var loose = new Fold<>(new BurnRatePolicy(new BurnSettings(0.9, 5, 2, Look.EVERY)));
        Burn.tell(loose, "72*0");

        // Half of all requests is five times a budget of a tenth.
        var verdicts = List.of(Burn.tell(loose, "11*501"), Burn.tell(loose, "501"));

        assertThat(verdicts).extracting(SloVerdict::reason).containsExactly(SloReason.BURNING, SloReason.BURN_1H_5M);
    }

    private record Alarm(int tick, SloReason reason) {}

    private Alarm firstAlarm(double rate) {
        for (var tick = 1; tick <= 100; tick++) {
            var verdict = Burn.see(fold, Burn.at(rate));
            if (verdict.alarm()) {
                return new Alarm(tick, verdict.reason());
            }
        }
        throw new AssertionError("no alarm in 100 ticks");
    }
}
