package ai.levqor.ops.engine.cost;

import ai.levqor.ops.engine.cost.CostReport.Missing;
import ai.levqor.ops.engine.job.Job;
import ai.levqor.ops.engine.job.Job.Ending;
import ai.levqor.ops.engine.job.JobMeters;
import ai.levqor.ops.engine.job.JobProgress;
import ai.levqor.ops.engine.job.JobReport;
import ai.levqor.ops.engine.job.JobRun;
import ai.levqor.ops.engine.job.JobRun.Count;
import ai.levqor.ops.engine.job.JobRun.Outcome;
import ai.levqor.ops.engine.job.JobThread;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.billing.Spend;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Reads what the backend costs, in the background, and tells what it will cost. Nothing is read before the first tick, or
 * the first question.
 *
 * <p><b>Threading:</b> safe for many threads.
 */
public final class Costs implements AutoCloseable {
    /** What the job that writes the forecast is asked for by. */
    public static final String JOB = "cost-forecast";

    private static final Duration CLOSING = Duration.ofSeconds(2);
    private static final int DIGITS = 4;

    private final CostSetup setup;
    private final CostParts parts;
    private final CostContext around;
    private final Ledger ledger;
    private final CostMeters meters;
    private final JobMeters jobMeters;
    private final Job job;
    private final JobThread background = new JobThread("levqor-ops-costs");
    private final AtomicBoolean refreshing = new AtomicBoolean();
    private volatile CostReport report;
    private volatile boolean ended;
    private volatile long endedAt;

    private Costs(CostSetup setup, CostParts parts, CostContext around) {
        this.setup = setup;
        this.parts = parts;
        this.around = around;
        this.ledger = new Ledger(parts.sources(), setup.pace(), around);
        this.report = reckoned();
        this.meters = new CostMeters(
                around.registry(),
                () -> isConfigured() ? Optional.of(report) : Optional.empty(),
                around.otherForecast());
        this.jobMeters = new JobMeters(around.registry(), around.clock(), JOB);
        this.job = new Job(new Work(), around.clock(), around.faults(), jobMeters);
    }

    /** Puts it together; nothing is read before it is asked for. */
    public static Costs of(CostSetup setup, CostParts parts, CostContext around) {
        return new Costs(setup, parts, around);
    }

    /** Whether there is anything that costs. */
    public boolean isConfigured() {
        return !setup.fixed().isEmpty() || !parts.sources().isEmpty();
    }

    /** The names that faults of the sources are counted under. */
    public List<String> faultNames() {
        return ledger.faultNames();
    }

    /**
     * What is known of the costs, as it was reckoned last; never waits for a source. Begins to read in the background what is
     * due. The same instance until something new was reckoned.
     */
    public CostReport report() {
        tend();
        return report;
    }

    /** The same, and nothing begins. */
    CostReport known() {
        return report;
    }

    /**
     * What was spent, for the cost guard. It is as old as the oldest read of a source.
     *
     * @throws UnavailableException if a source was never read, has ended long ago, or has a currency without a rate
     */
    public Spend spend() {
        var now = around.clock().instant();
        var books = ledger.books();
        var last24h = SpendNow.all(setup, books, now).last24h();
        var oldest = books.stream()
                .flatMap(book -> book.readAt().stream())
                .min(Instant::compareTo)
                .orElse(now);
        var total = report.forecast().total().total();
        return new Spend(
                oldest, money(last24h), total.isPresent() ? Optional.of(money(total.getAsDouble())) : Optional.empty());
    }

    private static BigDecimal money(double amount) {
        return BigDecimal.valueOf(Math.max(0, amount)).setScale(DIGITS, RoundingMode.HALF_EVEN);
    }

    /** What the loop does at each tick: begins, in the background, to read what is due. Returns at once. */
    public void tend() {
        if (isConfigured() && !ended && isDue() && refreshing.compareAndSet(false, true)) {
            if (!background.run(this::refresh)) {
                refreshing.set(false);
            }
        }
    }

    /** A price alone is reckoned anew as often as a source would be read, and when the clock was set back. */
    private boolean isDue() {
        var now = around.clock().instant();
        var reckoned = report.computedAt();
        return ledger.isDue()
                || now.isBefore(reckoned)
                || !now.isBefore(reckoned.plus(setup.pace().refreshEvery()));
    }

    private void refresh() {
        try {
            // a refresh that ended while this one was being begun has done it all
            if (isDue()) {
                ledger.refresh(false);
                report = reckoned();
            }
            around.faults().over("costs");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // by a close
        } catch (RuntimeException e) {
            around.faults().fault("costs", "failed", Optional.of(e));
        } finally {
            refreshing.set(false);
        }
    }

    private CostReport reckoned() {
        return Reckoning.of(setup, ledger.books(), around.clock().instant());
    }

    /**
     * Reads all sources now, writes the forecast to its file, and waits for the end for as long as
     * {@link CostSetup.Pace#answerWithin} at the most. If a run is under way already, it is that one that is waited for.
     *
     * @return how it ended; it is {@link Outcome#RUNNING} if it takes longer. A fault is in it and not thrown.
     */
    public JobRun run() {
        return job.run(setup.pace().answerWithin());
    }

    /** The writing of the forecast as a job. */
    public Job weekly() {
        return job;
    }

    /** Whether the job runs, and how its last runs ended. */
    public JobReport job() {
        return job.report();
    }

    /** The job. */
    private final class Work implements Job.Work {
        @Override
        public String name() {
            return JOB;
        }

        @Override
        public String failure() {
            return "the forecast could not be written";
        }

        @Override
        public Ending run(Consumer<JobProgress> progress) {
            try {
                progress.accept(new JobProgress("reading", 0, parts.sources().size()));
                ledger.refresh(true);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new UnavailableException("interrupted while the costs were read", e);
            }
            var made = reckoned();
            report = made;
            parts.file().accept(CostJson.of(made));
            return ending(made);
        }

        private Ending ending(CostReport made) {
            var read = made.sources().stream()
                    .filter(source -> source.state() == CostReport.SourceState.FRESH)
                    .count();
            var counts = List.of(
                    new Count("sources", made.sources().size()),
                    new Count("read", read),
                    new Count("items", made.parts().size()));
            return made.missing()
                    .map(missing -> new Ending(Outcome.NO_DATA, words(missing), counts))
                    .orElseGet(() -> new Ending(
                            Outcome.DONE,
                            made.partial() ? "the forecast is written; it is partial" : "the forecast is written",
                            counts));
        }
    }

    private static String words(Missing missing) {
        return switch (missing) {
            case NO_SOURCES -> "nothing is configured that costs";
            case NOT_READ_YET -> "no source could be read";
            case NO_HISTORY -> "no source has a complete day yet";
        };
    }

    /** Cuts short what is under way. Returns at once; {@link #close} waits. */
    public void end() {
        ended = true;
        endedAt = System.nanoTime();
        ledger.close();
        job.end();
        background.cut();
    }

    /** Waits for what {@link #end} has begun to end, until two seconds after it. */
    @Override
    public void close() {
        job.await(rest());
        background.end(rest());
        jobMeters.close();
        meters.close();
    }

    private Duration rest() {
        var rest = CLOSING.minusNanos(System.nanoTime() - endedAt);
        return rest.isNegative() ? Duration.ZERO : rest;
    }
}
