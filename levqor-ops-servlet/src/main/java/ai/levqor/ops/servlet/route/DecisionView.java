package ai.levqor.ops.servlet.route;

import ai.levqor.ops.engine.DecisionSentence;
import ai.levqor.ops.engine.ScaleReport;
import ai.levqor.ops.policy.Fact;
import ai.levqor.ops.policy.scale.Latency;
import ai.levqor.ops.policy.scale.ScaleObservation;
import ai.levqor.ops.policy.scale.SpendLevel;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A scale decision and what it was made from, as JSON. What is unknown is null. */
record DecisionView(
        String action,
        int currentWorkers,
        int targetWorkers,
        String reason,
        String message,
        MetricsView metrics,
        boolean autoscaleEnabled,
        String timestamp,
        String costGuard,
        List<FactView> facts) {

    static DecisionView of(ScaleReport report, Optional<BigDecimal> spendLimit) {
        var decision = report.decision();
        return new DecisionView(
                code(decision.action()),
                decision.from(),
                decision.to(),
                code(decision.reason()),
                DecisionSentence.of(decision),
                MetricsView.of(report.seen(), spendLimit, decision.frozen()),
                report.autoscaleEnabled(),
                report.seen().at().truncatedTo(ChronoUnit.MILLIS).toString(),
                code(decision.guard()),
                decision.facts().stream().map(FactView::of).toList());
    }

    static String code(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** The signals. {@code requests} tells a quiet window, 0, from an unknown one; without requests there is no P95. */
    record MetricsView(
            @Nullable Long queueDepth,
            @Nullable Double p95LatencyMs,
            @Nullable Double errorRate,
            @JsonProperty("spend_last_24h") @Nullable BigDecimal spendLast24h,
            @Nullable BigDecimal spendLimit,
            boolean spendFrozen,
            @JsonProperty("forecast_next_30d") @Nullable BigDecimal forecastNext30d,
            @Nullable Long requests) {

        static MetricsView of(ScaleObservation seen, Optional<BigDecimal> spendLimit, boolean frozen) {
            var latency = seen.latency().value();
            var spend = seen.spend().value();
            return new MetricsView(
                    seen.queueDepth().value().orElse(null),
                    latency.flatMap(Latency::p95).map(MetricsView::millis).orElse(null),
                    seen.errorRate().value().orElse(null),
                    spend.map(SpendLevel::last24h).orElse(null),
                    spendLimit.orElse(null),
                    frozen,
                    spend.flatMap(SpendLevel::forecastNext30d).orElse(null),
                    latency.map(Latency::requests).orElse(null));
        }

        private static double millis(Duration time) {
            return time.toNanos() / 1e6;
        }
    }

    /** A number that was held against a limit, or against none: null. */
    record FactView(
            String name,
            double value,
            String unit,
            @Nullable Double limit) {

        static FactView of(Fact fact) {
            return new FactView(
                    fact.name(), fact.value(), fact.unit(), fact.limit() == Fact.NO_LIMIT ? null : fact.limit());
        }
    }
}
