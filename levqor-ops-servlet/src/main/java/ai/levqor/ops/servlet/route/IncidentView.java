package ai.levqor.ops.servlet.route;

import ai.levqor.ops.engine.recovery.RecoveryReport;
import ai.levqor.ops.engine.recovery.RecoveryWords;
import ai.levqor.ops.engine.recovery.StepReport;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** A recovery as JSON. What is unknown is null. */
record IncidentView(
        boolean ok,
        boolean recovered,
        boolean dryRun,
        String incidentId,
        String outcome,
        String message,
        TriggerView trigger,
        List<ActionView> actions,
        List<DecisionView.FactView> facts,
        String timestamp,
        @Nullable String endedAt) {

    static IncidentView of(RecoveryReport report) {
        return new IncidentView(
                report.ok(),
                report.recovered(),
                report.dryRun(),
                report.incidentId(),
                DecisionView.code(report.outcome()),
                RecoveryWords.of(report),
                TriggerView.of(report),
                report.steps().stream().map(ActionView::of).toList(),
                report.facts().stream().map(DecisionView.FactView::of).toList(),
                time(report.at()),
                report.endedAt().map(IncidentView::time).orElse(null));
    }

    private static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /** What called for it. */
    record TriggerView(
            String origin,
            String reason,
            boolean calledFor,
            @Nullable Double errorRate,
            @JsonProperty("failures_last_5m") @Nullable Long failures,
            @Nullable String note,
            @Nullable String resumes) {

        static TriggerView of(RecoveryReport report) {
            var rate = report.fact("error_rate");
            return new TriggerView(
                    DecisionView.code(report.request().origin()),
                    DecisionView.code(report.reason()),
                    report.reason().calledFor(),
                    rate.isPresent() ? (Double) rate.getAsDouble() : null,
                    whole(report.fact("failures_last_5m")),
                    report.request().note().orElse(null),
                    report.request().resumes().orElse(null));
        }

        private static @Nullable Long whole(OptionalDouble value) {
            return value.isPresent() ? (Long) Math.round(value.getAsDouble()) : null;
        }
    }

    /** One step. */
    record ActionView(String action, String status, String detail, Map<String, Long> counts) {

        static ActionView of(StepReport step) {
            var counts = new LinkedHashMap<String, Long>();
            step.counts().forEach(count -> counts.put(count.name(), count.value()));
            return new ActionView(
                    DecisionView.code(step.action()), DecisionView.code(step.status()), step.detail(), counts);
        }
    }
}
