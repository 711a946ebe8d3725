package ai.levqor.ops.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.levqor.ops.policy.Reading;
import ai.levqor.ops.policy.Reading.UnknownCause;
import ai.levqor.ops.policy.scale.Latency;
import ai.levqor.ops.policy.scale.ScaleObservation;
import ai.levqor.ops.policy.scale.SpendLevel;
import ai.levqor.ops.policy.scale.StepPolicy;
import ai.levqor.ops.policy.scale.StepSettings;
import ai.levqor.ops.policy.scale.StepSettings.CostGuard;
import ai.levqor.ops.policy.scale.StepState;
import ai.levqor.ops.policy.scale.StepState.SpendVerdict;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ScaleJsonTest {
    private static final Instant AT = Instant.parse("2026-03-01T12:00:00.123456789Z");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final StepPolicy policy =
            new StepPolicy(StepSettings.DEFAULTS.with(CostGuard.of(new BigDecimal("33.33"), "usd")));
    private final StepStateCodec codec = new StepStateCodec();

    @Property
    void aDecisionIsDerivedAgainFromItsLineBitForBit(
            @ForAll @IntRange(max = 9) int workers,
            @ForAll @LongRange(max = 1_000_000_000L) long p95Nanos,
            @ForAll @LongRange(max = 40) long depth,
            @ForAll @DoubleRange(max = 1) double errorRate,
            @ForAll @LongRange(max = 10_000) long cents,
            @ForAll @LongRange(max = 2_000_000_000_000L) long idleNanos)
            throws Exception {
        var state = new StepState(
                AT.minusSeconds(15), workers, AT.minusNanos(idleNanos), AT.minusSeconds(29), AT, SpendVerdict.FREE);
        var seen = new ScaleObservation(
                AT,
                workers,
                Reading.known(Latency.of(7, Duration.ofNanos(p95Nanos)), AT.minusNanos(1)),
                Reading.known(depth, AT),
                Reading.known(errorRate, AT),
                Reading.known(
                        new SpendLevel(BigDecimal.valueOf(cents, 2), Optional.of(BigDecimal.valueOf(cents, 1))), AT));
        var step = policy.decide(state, seen);
        var line = ScaleJson.observation(seen).toString();
        var stateText = codec.encode(state);

        var again = policy.decide(codec.decode(stateText), ScaleJson.observation(read(line)));

        assertThat(again).isEqualTo(step);
        assertThat(ScaleJson.decision(again.decision()).toString())
                .isEqualTo(ScaleJson.decision(step.decision()).toString());
        assertThat(codec.encode(again.next())).isEqualTo(codec.encode(step.next()));
    }

    @Test
    @DisplayName("unknown signals and a window without requests come back as they were")
    void unknowns() throws Exception {
        for (var cause : UnknownCause.values()) {
            var seen = new ScaleObservation(
                    AT,
                    2,
                    Reading.unknown(cause),
                    Reading.unknown(cause),
                    Reading.unknown(cause),
                    Reading.unknown(cause));

            assertThat(ScaleJson.observation(read(ScaleJson.observation(seen).toString())))
                    .isEqualTo(seen);
        }
        var quiet = new ScaleObservation(
                AT,
                2,
                Reading.known(Latency.NO_REQUESTS, AT),
                Reading.known(0L, AT),
                Reading.unknown(UnknownCause.NO_SAMPLES),
                Reading.known(new SpendLevel(BigDecimal.ZERO, Optional.empty()), AT));

        assertThat(ScaleJson.observation(read(ScaleJson.observation(quiet).toString())))
                .isEqualTo(quiet);
    }

    @Test
    @DisplayName("the state before the first observation comes back as it was")
    void startState() {
        assertThat(codec.decode(codec.encode(StepState.START))).isEqualTo(StepState.START);
    }

    @Test
    @DisplayName("text that is no state is refused")
    void garbage() {
        for (var text : new String[] {"", "7", "{}", "{\"seen_at\":\"yesterday\"}", "[", "null"}) {
            assertThatIllegalArgumentException().as(text).isThrownBy(() -> codec.decode(text));
        }
    }

    private static JsonNode read(String line) throws Exception {
        return JSON.readTree(line);
    }
}
