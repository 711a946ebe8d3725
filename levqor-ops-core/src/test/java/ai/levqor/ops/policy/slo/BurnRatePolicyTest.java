package ai.levqor.ops.policy.slo;

import static ai.levqor.ops.policy.slo.Look.MET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.levqor.ops.policy.Fact;
import ai.levqor.ops.policy.Reading;
import ai.levqor.ops.policy.Reading.UnknownCause;
import ai.levqor.ops.policy.slo.SloObservation.Outcomes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("What the burn rate policy makes of outcomes")
class BurnRatePolicyTest {
    private static final double NEVER = 1e6;
    private static final Look QUIET = MET.failures(0, 0);
    private static final Look AWAY = MET.outcomes(Reading.unknown(UnknownCause.FAILED));

    private final Fold<BurnState> fold = Fold.burn();

    @ParameterizedTest(name = "{0}: {1}, {2}")
    @CsvSource({
        "72*0 12*14.4,      MET,      WITHIN_OBJECTIVES",
        "72*0 11*14.5 14.4, MET,      BURNING",
        "72*0 11*14.4 14.5, BREACHED, BURN_1H_5M",
        "72*0 11*14.3 15.5, BREACHED, BURNING",
        "72*0 11*14.3 15.6, BREACHED, BURN_1H_5M",
        "72*0 172.8 11*0,   MET,      WITHIN_OBJECTIVES",
        "72*0 172.9 11*0,   MET,      BURNING",
        "72*0 172.9 12*0,   MET,      WITHIN_OBJECTIVES"
    })
    @DisplayName("an hour and five minutes must both burn at more than 14.4 times")
    void fastPair(String rates, Judgement judgement, SloReason reason) {
        var fast = new Fold<>(new BurnRatePolicy(new BurnSettings(0.999, 14.4, NEVER, Look.EVERY)));

        var verdict = Burn.tell(fast, rates);

        assertThat(verdict.judgement()).isEqualTo(judgement);
        assertThat(verdict.reason()).isEqualTo(reason);
        assertThat(verdict.alarm()).isEqualTo(reason == SloReason.BURN_1H_5M);
    }

    @ParameterizedTest(name = "{0}: {1}, {2}")
    @CsvSource({
        "72*6,            MET,      WITHIN_OBJECTIVES",
        "71*6 6.1,        BREACHED, BURN_6H_30M",
        "66*6.1 6*6,      MET,      BURNING",
        "66*5.9 6*6.1,    BREACHED, BURNING",
        "72*0 432 71*0,   MET,      WITHIN_OBJECTIVES",
        "72*0 432.1 71*0, MET,      BURNING",
        "72*0 432.1 72*0, MET,      WITHIN_OBJECTIVES",
        "66*10 36 5*0,    MET,      BURNING",
        "66*10 36.1 5*0,  BREACHED, BURN_6H_30M",
        "66*10 36.1 6*0,  MET,      BURNING"
    })
    @DisplayName("six hours and thirty minutes must both burn at more than six times")
    void slowPair(String rates, Judgement judgement, SloReason reason) {
        var slow = new Fold<>(new BurnRatePolicy(new BurnSettings(0.999, NEVER, 6, Look.EVERY)));

        var verdict = Burn.tell(slow, rates);

        assertThat(verdict.judgement()).isEqualTo(judgement);
        assertThat(verdict.reason()).isEqualTo(reason);
        assertThat(verdict.alarm()).isEqualTo(reason == SloReason.BURN_6H_30M);
    }

    @Test
    @DisplayName("a verdict carries the burn of all four windows beside its limit")
    void facts() {
        var verdict = Burn.tell(fold, "72*0 144 5*0 36");

        assertThat(verdict.facts())
                .containsExactly(
                        new Fact("error_rate", 0.036, "ratio", Fact.NO_LIMIT),
                        new Fact("burn_1h", 15, "x", 14.4),
                        new Fact("burn_5m", 36, "x", 14.4),
                        new Fact("burn_6h", 2.5, "x", 6),
                        new Fact("burn_30m", 6, "x", 6),
                        new Fact("streak", 1, "alarms", Fact.NO_LIMIT));
    }

    @Test
    @DisplayName("when both pairs burn, the faster one is named")
    void bothPairs() {
        assertThat(Burn.tell(fold, "71*6.1 1000").reason()).isEqualTo(SloReason.BURN_1H_5M);
    }

    @Test
    @DisplayName("the streak counts alarms in a row, and ends with a tick that is none")
    void streak() {
        assertThat(Burn.tell(fold, "1000").streak()).isEqualTo(1);
        assertThat(Burn.tell(fold, "1000").streak()).isEqualTo(2);
        assertThat(Burn.tell(fold, "6*0").streak()).isZero();
        assertThat(Burn.tell(fold, "1000").streak()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(UnknownCause.class)
    @DisplayName("a tick without data raises no alarm, whatever burns, and neither counts nor ends the streak")
    void noData(UnknownCause cause) {
        Burn.tell(fold, "1000");

        var verdict = Burn.see(fold, MET.outcomes(Reading.unknown(cause)));

        assertThat(verdict.judgement()).isEqualTo(Judgement.NO_DATA);
        assertThat(verdict.reason()).isEqualTo(SloReason.NO_DATA);
        assertThat(verdict.alarm()).isFalse();
        assertThat(verdict.streak()).isEqualTo(1);
        assertThat(verdict.facts()).extracting(Fact::name).containsExactly("burn_1h", "burn_6h", "burn_30m", "streak");
        assertThat(Burn.tell(fold, "1000").streak()).isEqualTo(2);
    }

    @Test
    @DisplayName("a tick without traffic is one without data, and latency or availability do not make it one")
    void noTraffic() {
        var verdict = Burn.see(fold, QUIET.p99(9_000).availability(0));

        assertThat(verdict.judgement()).isEqualTo(Judgement.NO_DATA);
        assertThat(fold.state().outcomes()).isEmpty();
    }

    @Test
    @DisplayName("holes are no traffic: a window is judged by the requests that it has")
    void holes() {
        Burn.tell(fold, "72*0");
        for (var i = 0; i < 6; i++) {
            Burn.see(fold, i % 2 == 0 ? AWAY : QUIET);
        }

        var verdict = Burn.tell(fold, "100.8");

        // Five healthy ticks of the hour are left, and none of the half hour.
        assertThat(burn(verdict, "burn_1h")).isCloseTo(16.8, within(1e-9));
        assertThat(burn(verdict, "burn_30m")).isCloseTo(100.8, within(1e-9));
        assertThat(verdict.reason()).isEqualTo(SloReason.BURN_1H_5M);
    }

    @ParameterizedTest(name = "{0} ticks not seen: {1} times over an hour, {2} ticks remembered")
    @CsvSource({
        "0, 83.3333333333, 72",
        "1, 90.9090909091, 72",
        "10, 500, 72",
        "11, 1000, 72",
        "70, 1000, 72",
        "71, 83.3333333333, 1",
        "1000000000000, 83.3333333333, 1"
    })
    @DisplayName("a tick that nobody saw is a hole, and six hours of them are a new beginning")
    void gap(long unseen, double overAnHour, int remembered) {
        Burn.tell(fold, "72*0");

        var verdict = fold.see(Burn.at(1000).at(1_072 + unseen));

        assertThat(burn(verdict, "burn_1h")).isCloseTo(overAnHour, within(1e-9));
        assertThat(fold.state().outcomes()).hasSize(remembered);
    }

    @Test
    @DisplayName("silence at the beginning is not remembered, and dilutes nothing")
    void silentBeginning() {
        for (var i = 0; i < 80; i++) {
            Burn.see(fold, i % 2 == 0 ? AWAY : QUIET);
        }
        assertThat(fold.state().outcomes()).isEmpty();

        Burn.tell(fold, "100");
        assertThat(fold.state().outcomes()).containsExactly(new Outcomes(10_000, 1_000));
    }

    @Test
    @DisplayName("when the last traffic before a silence leaves six hours, the memory begins after the silence")
    void silenceBecomesBeginning() {
        Burn.tell(fold, "0");
        for (var i = 0; i < 70; i++) {
            Burn.see(fold, QUIET);
        }

        Burn.tell(fold, "0");
        assertThat(fold.state().outcomes()).hasSize(72);

        Burn.tell(fold, "0");
        assertThat(fold.state().outcomes()).hasSize(2);
    }

    @ParameterizedTest(name = "{0} back")
    @CsvSource({"0", "1"})
    @DisplayName("a tick that was judged, or the one before it, changes nothing")
    void repeated(long back) {
        Burn.tell(fold, "0 1000");
        var before = fold.state();

        var verdict = fold.see(Burn.at(0).at(1_001 - back));

        assertThat(verdict.judgement()).isEqualTo(Judgement.REPEATED);
        assertThat(verdict.reason()).isEqualTo(SloReason.ALREADY_JUDGED);
        assertThat(verdict.alarm()).isFalse();
        assertThat(verdict.streak()).isEqualTo(1);
        assertThat(fold.state()).isEqualTo(before);
    }

    @ParameterizedTest(name = "{0} back")
    @CsvSource({"2", "12"})
    @DisplayName("a clock set back begins the memory anew")
    void clockBack(long back) {
        Burn.tell(fold, "20*1000");

        var verdict = fold.see(Burn.at(0).at(1_019 - back));

        assertThat(verdict.judgement()).isEqualTo(Judgement.MET);
        assertThat(fold.state()).isEqualTo(new BurnState(1_019 - back, 0, List.of(new Outcomes(10_000, 0))));
    }

    @Test
    @DisplayName("a clock put forward by an hour leaves an hour of holes")
    void clockForward() {
        Burn.tell(fold, "13*0");

        fold.see(Burn.at(0).at(1_012 + 13));

        assertThat(fold.state().outcomes()).hasSize(26).contains(Outcomes.NONE);
    }

    @Test
    @DisplayName("a recovery begins the memory anew, and its tick stays judged")
    void recovered() {
        Burn.tell(fold, "20*0");
        fold.recover(Burn.at(1000).at(1_020));

        assertThat(fold.state()).isEqualTo(new BurnState(1_020L, 0, List.of()));
        assertThat(fold.see(Burn.at(1000).at(1_020)).judgement()).isEqualTo(Judgement.REPEATED);
        assertThat(Burn.tell(fold, "20").alarm()).isFalse();
    }

    @ParameterizedTest(name = "{0}: {1} {2} {3} {4}")
    @CsvSource({
        "PT5M,  1, 12, 6, 72",
        "PT4M,  2, 15, 8, 90",
        "PT2M,  3, 30, 15, 180",
        "PT1M,  5, 60, 30, 360",
        "PT15S, 20, 240, 120, 1440"
    })
    @DisplayName("windows are whole ticks, and never shorter than their names say")
    void windows(Duration every, int fiveMinutes, int hour, int halfHour, int sixHours) {
        var settings = new BurnSettings(0.999, 14.4, 6, every);

        assertThat(ticks(settings, Duration.ofMinutes(5))).isEqualTo(fiveMinutes);
        assertThat(ticks(settings, Duration.ofHours(1))).isEqualTo(hour);
        assertThat(ticks(settings, Duration.ofMinutes(30))).isEqualTo(halfHour);
        assertThat(ticks(settings, Duration.ofHours(6))).isEqualTo(sixHours);
    }

    private static int ticks(BurnSettings settings, Duration window) {
        return settings.window("burn", window, 1).ticks();
    }

    private static double burn(SloVerdict verdict, String name) {
        return verdict.facts().stream()
                .filter(fact -> fact.name().equals(name))
                .mapToDouble(Fact::value)
                .findFirst()
                .orElseThrow();
    }
}
