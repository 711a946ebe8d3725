package ai.levqor.ops.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.levqor.ops.engine.ScaleReport.Result;
import ai.levqor.ops.policy.scale.ScaleAction;
import ai.levqor.ops.policy.scale.ScaleReason;
import ai.levqor.ops.policy.scale.StepSettings;
import ai.levqor.ops.policy.scale.StepSettings.CostGuard;
import ai.levqor.ops.spi.state.Flags;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DryRunTest {
    private final FakeBackend backend = new FakeBackend();

    @Test
    @DisplayName("a dry run says what a tick would do, and does and remembers nothing")
    void changesNothing() {
        backend.enable();
        backend.queue = () -> backend.depth(11);

        try (var engine = backend.engine()) {
            var report = engine.autoscaler().dryRun(WhatIf.NOTHING);

            assertThat(report.decision().action()).isEqualTo(ScaleAction.SCALE_UP);
            assertThat(report.outcome().result()).isEqualTo(Result.NOT_ASKED);
            assertThat(engine.autoscaler().history(10)).isEmpty();
            assertThat(engine.tick().decision()).isEqualTo(report.decision());
        }
        assertThat(backend.state.values).containsOnlyKeys("scale", "slo-streak");
        assertThat(backend.state.values).extractingByKey("scale").hasFieldOrPropertyWithValue("version", "1");
    }

    @Test
    @DisplayName("within a second it is answered from the last observation, with the same instance")
    void isCached() {
        var asked = new AtomicInteger();
        backend.queue = () -> {
            asked.incrementAndGet();
            return backend.depth(0);
        };

        try (var engine = backend.engine()) {
            var first = engine.autoscaler().dryRun(WhatIf.NOTHING);
            backend.time.pass(Duration.ofMillis(999));

            assertThat(engine.autoscaler().dryRun(WhatIf.NOTHING)).isSameAs(first);
            assertThat(asked).hasValue(1);

            backend.time.pass(Duration.ofMillis(1));

            assertThat(engine.autoscaler().dryRun(WhatIf.NOTHING)).isNotSameAs(first);
            assertThat(asked).hasValue(2);
        }
    }

    @Test
    @DisplayName("after an applied step it shows the new number of workers at once")
    void showsTheStepAtOnce() {
        backend.enable();
        backend.queue = () -> backend.depth(11);

        try (var engine = backend.engine()) {
            engine.tick();

            assertThat(engine.autoscaler().dryRun(WhatIf.NOTHING).seen().workers())
                    .isEqualTo(3);
        }
    }

    @Test
    @DisplayName("each what-if replaces its live value and no other")
    void whatIf() {
        backend.step = StepSettings.DEFAULTS.with(CostGuard.of(new BigDecimal("100"), "usd"));
        backend.spend = Optional.of(() -> backend.spent("10"));
        try (var engine = backend.engine()) {
            var autoscaler = engine.autoscaler();

            assertThat(autoscaler.dryRun(WhatIf.NOTHING).decision().reason()).isEqualTo(ScaleReason.WITHIN_LIMITS);
            assertThat(autoscaler.dryRun(depth(11)).decision().reason()).isEqualTo(ScaleReason.QUEUE_PRESSURE);
            assertThat(autoscaler.dryRun(latency(151)).decision().reason()).isEqualTo(ScaleReason.LATENCY_PRESSURE);
            assertThat(autoscaler.dryRun(spend("90")).decision().reason()).isEqualTo(ScaleReason.SPEND_AT_LIMIT);
            assertThat(autoscaler.dryRun(errors(0.5)).seen().errorRate().value())
                    .contains(0.5);
            assertThat(autoscaler.dryRun(depth(11)).seen().latency())
                    .isEqualTo(autoscaler.dryRun(WhatIf.NOTHING).seen().latency());
        }
        assertThat(backend.flags.current).isEqualTo(Flags.DEFAULTS);
    }

    @Test
    @DisplayName("a what-if can answer for a signal that is unknown")
    void whatIfForTheUnknown() {
        backend.queue = () -> {
            throw new IllegalStateException("away");
        };
        try (var engine = backend.engine()) {
            assertThat(engine.autoscaler().dryRun(depth(11)).decision().reason())
                    .isEqualTo(ScaleReason.QUEUE_PRESSURE);
        }
    }

    @Test
    @DisplayName("values that cannot be are refused with their rule")
    void badWhatIf() {
        assertThatIllegalArgumentException().isThrownBy(() -> depth(-1)).withMessage("queueDepth must be >= 0");
        assertThatIllegalArgumentException().isThrownBy(() -> errors(1.01)).withMessage("errorRate must be in [0, 1]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> errors(Double.NaN))
                .withMessage("errorRate must be in [0, 1]");
        assertThatIllegalArgumentException().isThrownBy(() -> latency(-1)).withMessage("p95Latency must be >= 0");
        assertThatIllegalArgumentException().isThrownBy(() -> spend("-0.01")).withMessage("spendLast24h must be >= 0");
    }

    private static WhatIf depth(long depth) {
        return new WhatIf(OptionalLong.of(depth), Optional.empty(), OptionalDouble.empty(), Optional.empty());
    }

    private static WhatIf latency(long millis) {
        return new WhatIf(
                OptionalLong.empty(), Optional.of(Duration.ofMillis(millis)), OptionalDouble.empty(), Optional.empty());
    }

    private static WhatIf errors(double rate) {
        return new WhatIf(OptionalLong.empty(), Optional.empty(), OptionalDouble.of(rate), Optional.empty());
    }

    private static WhatIf spend(String amount) {
        return new WhatIf(
                OptionalLong.empty(), Optional.empty(), OptionalDouble.empty(), Optional.of(new BigDecimal(amount)));
    }
}
