package ai.levqor.ops.policy.scale;

import static ai.levqor.ops.policy.Fact.NO_LIMIT;
import static ai.levqor.ops.policy.scale.Seen.IDLE;
import static ai.levqor.ops.policy.scale.Seen.PRESSED;
import static ai.levqor.ops.policy.scale.Seen.STEADY;
import static ai.levqor.ops.policy.scale.StepSettings.DEFAULTS;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.policy.Fact;
import ai.levqor.ops.policy.Reading;
import ai.levqor.ops.policy.Reading.UnknownCause;
import ai.levqor.ops.policy.scale.StepSettings.CostGuard;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The numbers in a decision of the step policy, each beside its limit")
class StepPolicyFactsTest {
    private static final StepSettings LIMIT_100 = DEFAULTS.with(CostGuard.of(new BigDecimal("100"), "eur"));
    private static final Fact TWO_WORKERS = new Fact("workers", 2, "workers", 4);
    private static final Fact THREE_WORKERS = new Fact("workers", 3, "workers", 4);

    @Test
    @DisplayName("pressure: workers, P95, depth")
    void pressure() {
        var decision = Fold.once(DEFAULTS, STEADY.p95(150.1).depth(11));

        assertThat(decision.facts())
                .containsExactly(
                        TWO_WORKERS,
                        new Fact("p95_latency_ms", 150.1, "ms", 150),
                        new Fact("queue_depth", 11, "jobs", 10));
    }

    @Test
    @DisplayName("a latency of seconds is given in milliseconds")
    void slow() {
        assertThat(Fold.once(DEFAULTS, STEADY.p95(2_500.5)).facts())
                .contains(new Fact("p95_latency_ms", 2_500.5, "ms", 150));
    }

    @Test
    @DisplayName("no requests: zero requests instead of a percentile, and the time idle")
    void noRequests() {
        var decision = Fold.once(DEFAULTS, STEADY.noRequests());

        assertThat(decision.facts())
                .containsExactly(
                        TWO_WORKERS,
                        new Fact("requests", 0, "requests", NO_LIMIT),
                        new Fact("queue_depth", 0, "jobs", 10),
                        new Fact("idle_for", 0, "s", 600));
    }

    @Test
    @DisplayName("idle: for how long, of ten minutes")
    void idle() {
        var fold = new Fold(DEFAULTS).watch(IDLE, Duration.ZERO, ofSeconds(60));

        var decision = fold.leave(IDLE.at(ofMillis(61_500)));

        assertThat(decision.facts()).contains(new Fact("idle_for", 61.5, "s", 600));
    }

    @Test
    @DisplayName("idle for long enough: the step down shows the time that settled it")
    void steppedDown() {
        var fold = new Fold(DEFAULTS).watch(IDLE, Duration.ZERO, ofMinutes(10));

        var decision = fold.apply(IDLE.at(ofMinutes(10)));

        assertThat(decision.action()).isEqualTo(ScaleAction.SCALE_DOWN);
        assertThat(decision.facts()).contains(new Fact("idle_for", 600, "s", 600));
    }

    @Test
    @DisplayName("too soon: the time since the last step up")
    void tooSoon() {
        var fold = new Fold(DEFAULTS);
        fold.apply(PRESSED);

        var decision = fold.apply(PRESSED.workers(3).at(ofSeconds(15)));

        assertThat(decision.facts())
                .containsExactly(
                        THREE_WORKERS,
                        new Fact("p95_latency_ms", 500, "ms", 150),
                        new Fact("queue_depth", 0, "jobs", 10),
                        new Fact("since_last_up", 15, "s", 30));
    }

    @Test
    @DisplayName("not too soon: the time since the last step up settled nothing and is left out")
    void notTooSoon() {
        var fold = new Fold(DEFAULTS);
        fold.apply(PRESSED);

        var decision = fold.apply(STEADY.workers(3).at(ofSeconds(15)));

        assertThat(decision.facts()).extracting(Fact::name).doesNotContain("since_last_up");
    }

    @Test
    @DisplayName("a signal that is unknown or stale is not among them")
    void unknownIsLeftOut() {
        var blind = STEADY.latency(Seen.aged(STEADY.latency(), ofSeconds(61)))
                .depth(Reading.unknown(UnknownCause.FAILED))
                .spend(Reading.unknown(UnknownCause.FAILED));

        assertThat(Fold.once(LIMIT_100, blind).facts()).containsExactly(TWO_WORKERS);
    }

    @Test
    @DisplayName("with a limit: spend and forecast in the limit's currency, beside what they may reach")
    void spend() {
        var decision = Fold.once(LIMIT_100, STEADY.spend("90", "2400.01"));

        assertThat(decision.facts())
                .contains(
                        new Fact("spend_last_24h", 90, "eur", 90), new Fact("forecast_next_30d", 2400.01, "eur", 2400));
    }

    @Test
    @DisplayName("a spend without a forecast stands alone")
    void spendWithoutForecast() {
        var decision = Fold.once(LIMIT_100, STEADY.spend("12.34"));

        assertThat(decision.facts()).last().isEqualTo(new Fact("spend_last_24h", 12.34, "eur", 90));
    }

    @Test
    @DisplayName("without a limit the spend settles nothing and is left out")
    void spendWithoutLimit() {
        var decision = Fold.once(DEFAULTS, STEADY.spend("90", "2400"));

        assertThat(decision.facts()).extracting(Fact::name).containsExactly("workers", "p95_latency_ms", "queue_depth");
    }

    @Test
    @DisplayName("spend unknown too long: for how long, of six hours, while idle as well")
    void spendUnknown() {
        var fold = new Fold(LIMIT_100);
        var blind = IDLE.spend(Reading.unknown(UnknownCause.FAILED));
        fold.leave(blind);

        var decision = fold.leave(blind.at(ofHours(6).plusSeconds(1)));

        assertThat(decision.reason()).isEqualTo(ScaleReason.SPEND_UNKNOWN);
        assertThat(decision.facts())
                .contains(new Fact("idle_for", 0, "s", 600), new Fact("spend_unknown_for", 21_601, "s", 21_600));
    }

    @Test
    @DisplayName("a spend known long ago shows its value and its age")
    void spendStale() {
        var stale = STEADY.spend(Seen.aged(STEADY.spend("10").spend(), ofHours(7)));

        assertThat(Fold.once(LIMIT_100, stale).facts())
                .contains(
                        new Fact("spend_unknown_for", 25_200, "s", 21_600), new Fact("spend_last_24h", 10, "eur", 90));
    }
}
