package ai.levqor.ops.engine.summary;

import ai.levqor.ops.engine.cost.CostReport;
import ai.levqor.ops.engine.job.JobStatus;
import ai.levqor.ops.engine.recovery.RecoveryOutcome;
import ai.levqor.ops.engine.recovery.RecoveryReport;
import ai.levqor.ops.engine.retention.RetentionReport;
import ai.levqor.ops.engine.retention.RetentionRow;
import ai.levqor.ops.engine.summary.DailySummary.Cost;
import ai.levqor.ops.engine.summary.DailySummary.Figure;
import ai.levqor.ops.engine.summary.DailySummary.Freezes;
import ai.levqor.ops.engine.summary.DailySummary.Incidents;
import ai.levqor.ops.engine.summary.DailySummary.Incidents.Newest;
import ai.levqor.ops.engine.summary.DailySummary.Span;
import ai.levqor.ops.engine.summary.DailySummary.Steps;
import ai.levqor.ops.engine.summary.DailySummary.Traffic;
import ai.levqor.ops.engine.summary.DailySummary.TroubledJob;
import ai.levqor.ops.engine.summary.DailySummary.Users;
import ai.levqor.ops.policy.forecast.Bands;
import ai.levqor.ops.policy.forecast.RecentSpend;
import ai.levqor.ops.spi.state.FireStore.Entry;
import ai.levqor.ops.spi.state.FireStore.State;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the sources and puts a summary together. What a source throws is logged; its part is unknown then.
 *
 * <p><b>Threading:</b> safe for many threads.
 */
final class SummaryComposer {
    private static final Logger LOG = LoggerFactory.getLogger(SummaryComposer.class);
    private static final int WEEK = 7;

    private final SummarySetup setup;
    private final SummarySources sources;

    SummaryComposer(SummarySetup setup, SummarySources sources) {
        this.setup = setup;
        this.sources = sources;
    }

    DailySummary at(Instant now) {
        var span = new Span(now, setup.zone());
        var uptime = Duration.between(setup.startedAt(), now);
        return new DailySummary(
                span,
                uptime.isNegative() ? Duration.ZERO : uptime,
                ask(
                        "metrics",
                        sources.metrics(),
                        it -> it.map(sample -> new Traffic(sample.requests(), sample.latency()))),
                ask("outcomes", sources.outcomes(), it -> it),
                ask("steps", sources.steps(), it -> Optional.of(steps(it, span))),
                ask("freezes", sources.looks(), it -> freezes(it, span)),
                ask("incidents", sources.incidents(), it -> Optional.of(incidents(it, span))),
                ask("dead_letters", sources.deadLetters(), Optional::of).orElse(OptionalLong.empty()),
                ask("users", sources.users(), SummaryComposer::users),
                ask("costs", sources.costs(), it -> Optional.of(cost(it))),
                ask("jobs", sources.jobs(), it -> troubled(it, span)));
    }

    private <A, B> Optional<B> ask(String name, Supplier<A> source, Function<A, Optional<B>> part) {
        try {
            return part.apply(source.get());
        } catch (RuntimeException e) {
            LOG.atWarn().addKeyValue("source", name).setCause(e).log("the summary does without {}: unknown", name);
            return Optional.empty();
        }
    }

    private static Steps steps(List<ScaleEvent> events, Span span) {
        var of = events.stream().filter(it -> span.holds(it.at())).toList();
        return new Steps(
                of.stream().filter(it -> it.change() > 0).count(),
                of.stream().filter(it -> it.change() < 0).count());
    }

    /** Empty if nothing is remembered. */
    private static Optional<Freezes> freezes(List<ScaleEvent> events, Span span) {
        var of = events.stream()
                .filter(it -> !it.at().isAfter(span.at()))
                .sorted(Comparator.comparing(ScaleEvent::at))
                .toList();
        if (of.isEmpty()) {
            return Optional.empty();
        }
        var times = 0L;
        var stood = false;
        for (var event : of) {
            if (span.holds(event.at())) {
                times += event.frozen() && !stood ? 1 : 0;
                stood = event.frozen();
            }
        }
        var oldest = of.get(0).at();
        return Optional.of(new Freezes(times, oldest.isBefore(span.from()) ? span.from() : oldest));
    }

    private static Incidents incidents(List<RecoveryReport> reports, Span span) {
        var of = reports.stream()
                .filter(it -> span.holds(it.at()) && isIncident(it))
                .toList();
        return new Incidents(
                of.size(),
                of.stream().filter(RecoveryReport::recovered).count(),
                of.stream().filter(it -> !it.ok()).count(),
                of.stream()
                        .max(Comparator.comparing(RecoveryReport::at))
                        .map(it ->
                                new Newest(it.incidentId(), it.reason().name().toLowerCase(Locale.ROOT))));
    }

    private static boolean isIncident(RecoveryReport report) {
        return !report.dryRun()
                && report.outcome() != RecoveryOutcome.REFUSED
                && report.outcome() != RecoveryOutcome.PLANNED;
    }

    private static Optional<Users> users(RetentionReport report) {
        return report.asOf()
                .map(day -> new Users(
                        day,
                        figure(report, day, RetentionRow::dau),
                        figure(report, day, RetentionRow::wau),
                        figure(report, day, RetentionRow::mau)));
    }

    private static Figure figure(RetentionReport report, LocalDate day, Function<RetentionRow, OptionalLong> of) {
        return new Figure(on(report, day, of), on(report, day.minusDays(1), of), on(report, day.minusDays(WEEK), of));
    }

    private static OptionalLong on(RetentionReport report, LocalDate day, Function<RetentionRow, OptionalLong> of) {
        return report.rows().stream()
                .filter(row -> row.day().equals(day))
                .findFirst()
                .map(of)
                .orElse(OptionalLong.empty());
    }

    private Cost cost(CostReport report) {
        var total = report.forecast().total();
        return new Cost(
                total.currency(),
                report.spend().map(RecentSpend::today).map(OptionalDouble::of).orElse(OptionalDouble.empty()),
                total.total(),
                total.bands().map(Bands::at80),
                setup.spendLimit(),
                report.partial());
    }

    /** Empty if the times of one job are not known, because the store of them is away then. */
    private static Optional<List<TroubledJob>> troubled(List<JobStatus> jobs, Span span) {
        var troubled = new ArrayList<TroubledJob>();
        for (var job : jobs) {
            if (job.fires().isEmpty()) {
                return Optional.empty();
            }
            var of = job.fires().get().stream()
                    .filter(it -> span.holds(it.settledAt().orElse(it.takenAt())))
                    .toList();
            var failed = count(of, State.FAILED) + count(of, State.ABANDONED);
            var missed = count(of, State.MISSED);
            if (failed + missed > 0) {
                troubled.add(new TroubledJob(job.report().name(), failed, missed));
            }
        }
        return Optional.of(troubled);
    }

    private static long count(List<Entry> entries, State state) {
        return entries.stream().filter(it -> it.state() == state).count();
    }
}
