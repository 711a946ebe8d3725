package ai.levqor.ops.policy.slo;

import static ai.levqor.ops.policy.slo.Look.BREACH;
import static ai.levqor.ops.policy.slo.Look.EVERY;
import static ai.levqor.ops.policy.slo.Look.MET;
import static ai.levqor.ops.policy.slo.Look.NOON;
import static ai.levqor.ops.policy.slo.Look.SILENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What clocks do to a streak")
class StreakPolicyClockTest {
    private static final List<Duration> JITTERS = List.of(
            Duration.ofSeconds(-20),
            Duration.ofMillis(-1),
            Duration.ZERO,
            Duration.ofMillis(1),
            Duration.ofSeconds(20));

    private final Fold<StreakState> fold = Fold.streak();

    @Test
    @DisplayName("three breaches due at 12:00, 12:05 and 12:10 are an alarm, however far each is off by up to 20 s")
    void jitter() {
        for (var first : JITTERS) {
            for (var second : JITTERS) {
                for (var third : JITTERS) {
                    var row = Fold.streak();
                    row.see(BREACH.at(NOON.plus(first)));
                    var two = row.see(BREACH.at(NOON.plus(EVERY).plus(second)));
                    var three =
                            row.see(BREACH.at(NOON.plus(EVERY.multipliedBy(2)).plus(third)));

                    assertThat(two.alarm()).isFalse();
                    assertThat(three.alarm())
                            .as("%s, %s, %s", first, second, third)
                            .isTrue();
                }
            }
        }
    }

    @Test
    @DisplayName("another instance, its clock 30 s ahead, judges no tick again and goes on with the streak")
    void leaderChange() {
        var ahead = Duration.ofSeconds(30);
        fold.see(BREACH.at(NOON));

        var sameTick = fold.see(MET.at(NOON.plus(ahead)));
        var second = fold.see(BREACH.at(NOON.plus(EVERY).plus(ahead)));
        var sameAgain = fold.see(BREACH.at(NOON.plus(EVERY)));
        var third = fold.see(BREACH.at(NOON.plus(EVERY.multipliedBy(2)).plus(ahead)));

        assertThat(sameTick.judgement()).isEqualTo(Judgement.REPEATED);
        assertThat(second.streak()).isEqualTo(2);
        assertThat(sameAgain.judgement()).isEqualTo(Judgement.REPEATED);
        assertThat(third.alarm()).isTrue();
    }

    @ParameterizedTest(name = "{0} back")
    @CsvSource({"0", "1"})
    @DisplayName("a tick that was judged, or the one before it, changes nothing, whatever is seen there now")
    void repeated(long back) {
        for (var tick = 5; tick <= 7; tick++) {
            fold.see(BREACH.at(tick));
        }
        var before = fold.state();

        for (var look : List.of(MET, BREACH, SILENT)) {
            var verdict = fold.see(look.at(7 - back));

            assertThat(verdict.judgement()).isEqualTo(Judgement.REPEATED);
            assertThat(verdict.reason()).isEqualTo(SloReason.ALREADY_JUDGED);
            assertThat(verdict.alarm()).isFalse();
            assertThat(verdict.streak()).isEqualTo(3);
            assertThat(fold.state()).isEqualTo(before);
        }
    }

    @Test
    @DisplayName("a recovery at a tick that was judged forgets the streak and keeps the number")
    void recoveredAtRepeated() {
        fold.see(BREACH.at(7));

        fold.recover(BREACH.at(6));

        assertThat(fold.state()).isEqualTo(new StreakState(7L, 0, List.of(), List.of()));
    }

    @Test
    @DisplayName("a clock set back by two ticks or by an hour begins the streak anew")
    void clockBack() {
        fold.see(BREACH.at(100));
        fold.see(BREACH.at(101));

        var twoBack = fold.see(BREACH.at(99));
        fold.see(BREACH.at(100));
        var hourBack = fold.see(BREACH.at(88));
        fold.see(BREACH.at(89));
        var third = fold.see(BREACH.at(90));

        assertThat(twoBack.streak()).isEqualTo(1);
        assertThat(hourBack.streak()).isEqualTo(1);
        assertThat(third.alarm()).isTrue();
    }

    @Test
    @DisplayName("a clock set back is believed even if there is no data or nothing missed there")
    void clockBackWithoutBreach() {
        fold.see(BREACH.at(100));
        fold.see(SILENT.at(50));
        assertThat(fold.state()).isEqualTo(new StreakState(50L, 0, List.of(), List.of()));

        fold.see(MET.at(20));
        assertThat(fold.state()).isEqualTo(new StreakState(20L, 0, List.of(), List.of()));
    }

    @Test
    @DisplayName("a clock put forward by an hour begins the streak anew, and so does putting it right")
    void clockForward() {
        fold.see(BREACH.at(100));
        fold.see(BREACH.at(101));

        var forward = fold.see(BREACH.at(114));
        fold.see(BREACH.at(115));
        var right = fold.see(BREACH.at(104));

        assertThat(forward.streak()).isEqualTo(1);
        assertThat(right.streak()).isEqualTo(1);
    }

    @Test
    @DisplayName("ticks before 1970 are counted like any other")
    void negativeTicks() {
        fold.see(BREACH.at(-2));
        fold.see(BREACH.at(-1));

        assertThat(fold.see(BREACH.at(0)).alarm()).isTrue();
    }
}
