package ai.levqor.ops.engine.summary;

import ai.levqor.ops.engine.cost.CostReport;
import ai.levqor.ops.engine.job.JobProgress;
import ai.levqor.ops.engine.job.JobReport;
import ai.levqor.ops.engine.job.JobRules;
import ai.levqor.ops.engine.job.JobRun;
import ai.levqor.ops.engine.job.JobStatus;
import ai.levqor.ops.engine.recovery.RecoveryOutcome;
import ai.levqor.ops.engine.recovery.RecoveryReport;
import ai.levqor.ops.engine.recovery.RecoveryReport.Request;
import ai.levqor.ops.engine.retention.RetentionReport;
import ai.levqor.ops.engine.retention.RetentionRow;
import ai.levqor.ops.engine.retention.RetentionRow.State;
import ai.levqor.ops.policy.forecast.Bands;
import ai.levqor.ops.policy.forecast.CostForecast;
import ai.levqor.ops.policy.forecast.DayForecast;
import ai.levqor.ops.policy.forecast.Forecast;
import ai.levqor.ops.policy.forecast.Interval;
import ai.levqor.ops.policy.forecast.RecentSpend;
import ai.levqor.ops.policy.recovery.RecoveryGuards;
import ai.levqor.ops.policy.recovery.RecoveryObservation.Origin;
import ai.levqor.ops.policy.recovery.RecoveryReason;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.metrics.LatencyPercentiles;
import ai.levqor.ops.spi.metrics.MetricsSample;
import ai.levqor.ops.spi.metrics.Outcomes;
import ai.levqor.ops.spi.state.Fire;
import ai.levqor.ops.spi.state.FireStore;
import ai.levqor.ops.spi.state.FireStore.Entry;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** A day of a shop in which something went wrong, and one of which nothing is known. */
final class Samples {
    static final Instant NOW = Instant.parse("2026-11-26T09:00:00Z");
    static final ZoneId LONDON = ZoneId.of("Europe/London");
    static final SummarySetup SETUP =
            new SummarySetup(LONDON, NOW.minus(Duration.ofHours(292)), Optional.of(new BigDecimal("50")));

    private Samples() {}

    static SummarySources shop() {
        return new SummarySources(
                () -> Optional.of(new MetricsSample(
                        NOW,
                        3120,
                        Optional.of(new LatencyPercentiles(
                                Duration.ofMillis(12), Duration.ofMillis(48), Duration.ofMillis(1204))),
                        Outcomes.NONE)),
                () -> Optional.of(new Outcomes(14_203, 3)),
                () -> List.of(step(-1, 1), step(-20, 1), step(-24, -1), step(-25, 1), step(-2, 0)),
                () -> List.of(look(-1, true), look(-2, true), look(-3, false), look(-4, true), look(-25, true)),
                () -> List.of(
                        incident("inc-3", -2, RecoveryOutcome.FAILED),
                        incident("inc-2", -5, RecoveryOutcome.RECOVERED),
                        incident("inc-r", -1, RecoveryOutcome.REFUSED),
                        incident("inc-1", -30, RecoveryOutcome.RECOVERED)),
                () -> OptionalLong.of(4),
                Samples::users,
                () -> costs(OptionalDouble.of(372.1)),
                () -> List.of(
                        job("backup", entry("backup", -3, FireStore.State.FAILED)),
                        job(
                                "retention",
                                entry("retention", -4, FireStore.State.MISSED),
                                entry("retention", -5, FireStore.State.MISSED),
                                entry("retention", -6, FireStore.State.ABANDONED),
                                entry("retention", -40, FireStore.State.FAILED)),
                        job("integrity", entry("integrity", -6, FireStore.State.DONE))));
    }

    /** Every source is away. */
    static SummarySources away() {
        return new SummarySources(
                new Lost<>(),
                new Lost<>(),
                new Lost<>(),
                new Lost<>(),
                new Lost<>(),
                new Lost<>(),
                new Lost<>(),
                new Lost<>(),
                new Lost<>());
    }

    private record Lost<T>() implements Supplier<T> {
        @Override
        public T get() {
            throw new UnavailableException("away");
        }
    }

    static Instant hours(int hours) {
        return NOW.plus(Duration.ofHours(hours));
    }

    private static ScaleEvent step(int hours, int change) {
        return new ScaleEvent(hours(hours), change, false);
    }

    static ScaleEvent look(int hours, boolean frozen) {
        return new ScaleEvent(hours(hours), 0, frozen);
    }

    static RecoveryReport incident(String id, int hours, RecoveryOutcome outcome) {
        return new RecoveryReport(
                id,
                hours(hours),
                Optional.of(hours(hours)),
                false,
                new Request(Origin.WATCHDOG, Optional.empty(), Optional.empty()),
                RecoveryReason.ERROR_RATE,
                List.of(),
                RecoveryGuards.START,
                List.of(),
                outcome);
    }

    private static RetentionReport users() {
        var rows = IntStream.rangeClosed(0, 9)
                .mapToObj(ago -> row(LocalDate.of(2026, 11, 25).minusDays(ago), ago))
                .toList();
        return new RetentionReport(rows, LocalDate.of(2026, 11, 25), ZoneOffset.UTC, Optional.empty());
    }

    private static RetentionRow row(LocalDate day, int ago) {
        return new RetentionRow(
                day,
                OptionalLong.of(ago == 0 ? 1204 : 1192 + 6L * (ago - 1)),
                ago == 7 ? OptionalLong.empty() : OptionalLong.of(5210),
                ago == 0 ? OptionalLong.empty() : OptionalLong.of(11_020),
                Optional.empty(),
                State.FINAL,
                Optional.of(NOW),
                Optional.empty());
    }

    static CostReport costs(OptionalDouble total) {
        var usd = Currency.getInstance("USD");
        var from = LocalDate.of(2026, 11, 26);
        var bands = new Bands(new Interval(340, 410), new Interval(300, 500));
        var path = total.isEmpty()
                ? List.<DayForecast>of()
                : IntStream.range(0, 30)
                        .mapToObj(i -> new DayForecast(from.plusDays(i), total.getAsDouble() / 30, Optional.empty()))
                        .toList();
        var forecast = new Forecast(
                "theta", usd, from, total, total.isEmpty() ? Optional.empty() : Optional.of(bands), path, List.of());
        return new CostReport(
                NOW,
                "theta",
                new CostForecast(forecast, List.of(), List.of(), false),
                Optional.empty(),
                total.isEmpty() ? Optional.empty() : Optional.of(new RecentSpend(30, 12.4)),
                List.of(),
                List.of(),
                total.isEmpty(),
                total.isEmpty() ? Optional.of(CostReport.Missing.NO_SOURCES) : Optional.empty());
    }

    static JobStatus job(String name, Entry... entries) {
        return new JobStatus(report(name), rules(), Optional.empty(), Optional.of(List.of(entries)));
    }

    static JobStatus unknownJob() {
        return new JobStatus(report("unknown"), rules(), Optional.empty(), Optional.empty());
    }

    private static JobReport report(String name) {
        var run = new JobRun(NOW, Optional.of(NOW), JobRun.Outcome.DONE, "", List.of(), new JobProgress("", 0, 0));
        return new JobReport(name, Optional.empty(), List.of(run));
    }

    private static JobRules rules() {
        return new JobRules(Optional.empty(), Duration.ZERO, Duration.ofHours(1), true, List.of());
    }

    private static Entry entry(String job, int hours, FireStore.State state) {
        return new Entry(new Fire(job, hours(hours)), "owner", state, "", hours(hours), Optional.of(hours(hours)));
    }
}
