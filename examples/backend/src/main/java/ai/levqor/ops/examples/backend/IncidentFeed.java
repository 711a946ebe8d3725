package ai.levqor.ops.examples.backend;

import ai.levqor.ops.engine.recovery.RecoveryOutcome;
import ai.levqor.ops.engine.recovery.RecoveryReport;
import ai.levqor.ops.policy.recovery.RecoveryReason;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * Tells of each incident when it has begun and when it is over, as it is found at a look. Dry runs, and a refusal for the
 * same reason as the one before, are no news. Safe for many threads.
 */
final class IncidentFeed {
    private static final int MOST = 50;

    private final IntFunction<List<RecoveryReport>> newestFirst;
    private final Consumer<RecoveryReport> listener;
    private Set<Phase> known;
    private Optional<RecoveryReason> refusal = Optional.empty();

    private record Phase(String incidentId, RecoveryOutcome outcome) {
        static Phase of(RecoveryReport report) {
            return new Phase(report.incidentId(), report.outcome());
        }
    }

    /** A feed of what happens from now on; {@code newestFirst} gives the last incidents, so many at the most. */
    IncidentFeed(IntFunction<List<RecoveryReport>> newestFirst, Consumer<RecoveryReport> listener) {
        this.newestFirst = newestFirst;
        this.listener = listener;
        this.known = phases(newestFirst.apply(MOST));
    }

    synchronized void look() {
        var reports = newestFirst.apply(MOST);
        for (var i = reports.size() - 1; i >= 0; i--) {
            var report = reports.get(i);
            if (!known.contains(Phase.of(report)) && isNews(report)) {
                listener.accept(report);
            }
        }
        known = phases(reports);
    }

    private boolean isNews(RecoveryReport report) {
        if (report.dryRun()) {
            return false;
        }
        var before = refusal;
        refusal = Optional.of(report.reason()).filter(reason -> report.outcome() == RecoveryOutcome.REFUSED);
        return refusal.isEmpty() || !refusal.equals(before);
    }

    private static Set<Phase> phases(List<RecoveryReport> reports) {
        return reports.stream().map(Phase::of).collect(Collectors.toUnmodifiableSet());
    }
}
