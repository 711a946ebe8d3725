package ai.levqor.ops.policy.scale;

import static ai.levqor.ops.policy.scale.StepSettings.DEFAULTS;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.levqor.ops.policy.scale.StepSettings.CostGuard;
import ai.levqor.ops.policy.scale.StepSettings.Idle;
import ai.levqor.ops.policy.scale.StepSettings.Limits;
import ai.levqor.ops.policy.scale.StepSettings.Pace;
import ai.levqor.ops.policy.scale.StepSettings.Pressure;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The numbers of the step policy")
class StepSettingsTest {
    private static final Duration SECOND = ofSeconds(1);

    @Test
    @DisplayName("the defaults are the published ones")
    void defaults() {
        assertThat(DEFAULTS.limits()).isEqualTo(new Limits(1, 4));
        assertThat(DEFAULTS.pressure()).isEqualTo(new Pressure(ofMillis(150), 10));
        assertThat(DEFAULTS.idle()).isEqualTo(new Idle(ofMillis(40), ofMinutes(10)));
        assertThat(DEFAULTS.pace().stepUpEvery()).isEqualTo(ofSeconds(30));
        assertThat(DEFAULTS.costGuard()).isEqualTo(CostGuard.off());
        assertThat(DEFAULTS.costGuard().unknownFor()).isEqualTo(Duration.ofHours(6));
        assertThat(new StepPolicy(DEFAULTS).settings()).isSameAs(DEFAULTS);
        assertThat(new StepPolicy(DEFAULTS).start()).isSameAs(StepState.START);
    }

    @Test
    @DisplayName("each group is replaced alone")
    void with() {
        var limits = new Limits(2, 9);
        var idle = new Idle(ofMillis(20), ofMinutes(1));
        var pace = new Pace(ZERO, SECOND, SECOND);
        var guard = CostGuard.of(BigDecimal.TEN, "eur");

        var settings = DEFAULTS.with(limits).with(idle).with(pace).with(guard);

        assertThat(settings).isEqualTo(new StepSettings(limits, DEFAULTS.pressure(), idle, pace, guard));
    }

    @Test
    @DisplayName("a guard stops at 0.9 of the day's limit and 0.8 of thirty; without a limit nowhere")
    void stops() {
        var guard = CostGuard.of(new BigDecimal("33.33"), "usd");

        assertThat(guard.spendStop().orElseThrow()).isEqualByComparingTo("29.997");
        assertThat(guard.forecastStop().orElseThrow()).isEqualByComparingTo("799.92");
        assertThat(CostGuard.off().spendStop()).isEmpty();
        assertThat(CostGuard.off().forecastStop()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    @DisplayName("a number that breaks its rule is refused, with rule and value")
    void refused(String message, ThrowingCallable making) {
        assertThatIllegalArgumentException().isThrownBy(making).withMessageContaining(message);
    }

    static Stream<Arguments> refused() {
        var some = BigDecimal.ONE;
        var zero = BigDecimal.ZERO;
        var limit = Optional.of(BigDecimal.TEN);
        return Stream.of(
                refusal("1 <= min <= max, were 0..4", () -> new Limits(0, 4)),
                refusal("1 <= min <= max, were 3..2", () -> new Limits(3, 2)),
                refusal("p95Above must be > 0, was PT0S", () -> new Pressure(ZERO, 10)),
                refusal("p95Above must be > 0", () -> new Pressure(ofMillis(-1), 10)),
                refusal("depthAbove must be >= 0, was -1", () -> new Pressure(SECOND, -1)),
                refusal("p95Below must be > 0, was PT0S", () -> new Idle(ZERO, SECOND)),
                refusal("p95Below must be > 0", () -> new Idle(ofMillis(-1), SECOND)),
                refusal("lasting must be > 0, was PT0S", () -> new Idle(SECOND, ZERO)),
                refusal("lasting must be > 0", () -> new Idle(SECOND, ofMillis(-1))),
                refusal("stepUpEvery must be >= 0", () -> new Pace(ofNanos(-1), SECOND, SECOND)),
                refusal("maxAge must be > 0, was PT0S", () -> new Pace(ZERO, ZERO, SECOND)),
                refusal("maxAge must be > 0", () -> new Pace(ZERO, ofMillis(-1), SECOND)),
                refusal("maxGap must be > 0, was PT0S", () -> new Pace(ZERO, SECOND, ZERO)),
                refusal("maxGap must be > 0", () -> new Pace(ZERO, SECOND, ofMillis(-1))),
                refusal("dailyLimit must be > 0", () -> CostGuard.of(zero, "usd")),
                refusal("dailyLimit must be > 0", () -> CostGuard.of(some.negate(), "usd")),
                refusal("spendShare must be > 0, was 0", () -> new CostGuard(limit, "usd", zero, some, ZERO)),
                refusal("forecastShare must be > 0, was 0", () -> new CostGuard(limit, "usd", some, zero, ZERO)),
                refusal("unknownFor must be >= 0", () -> new CostGuard(limit, "usd", some, some, ofNanos(-1))),
                refusal(
                        "idle.p95Below must be at most pressure.p95Above, were PT0.151S and PT0.15S",
                        () -> DEFAULTS.with(new Idle(ofMillis(151), SECOND))));
    }

    @Test
    @DisplayName("the least that each rule allows is allowed")
    void leastAllowed() {
        var nano = ofNanos(1);

        assertThatCode(() -> {
                    new Limits(1, 1);
                    new Pressure(nano, 0);
                    new Idle(nano, nano);
                    new Pace(ZERO, nano, nano);
                    new CostGuard(Optional.empty(), "usd", BigDecimal.ONE, BigDecimal.ONE, ZERO);
                    DEFAULTS.with(new Idle(ofMillis(150), SECOND));
                })
                .doesNotThrowAnyException();
    }

    private static Arguments refusal(String message, ThrowingCallable making) {
        return Arguments.of(message, making);
    }
}
