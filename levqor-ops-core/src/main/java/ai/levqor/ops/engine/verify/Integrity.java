package ai.levqor.ops.engine.verify;

import ai.levqor.ops.engine.ask.Answer;
import ai.levqor.ops.engine.ask.DeadlineCaller;
import ai.levqor.ops.engine.ask.Question;
import ai.levqor.ops.engine.job.JobProgress;
import ai.levqor.ops.engine.verify.IntegrityReport.Checked;
import ai.levqor.ops.spi.UnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether all that is needed some day would work now. The checks are made one after the other, each on a daemon
 * thread and under a deadline: one that hangs or throws has failed, and the next is made.
 *
 * <p><b>Threading:</b> safe for many threads. One run at a time; who asks meanwhile waits for that one.
 */
public final class Integrity implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Integrity.class);

    private final List<Question<Finding>> checks;
    private final Duration deadline;
    private final Clock clock;
    private final LongSupplier ticker;
    private final Consumer<IntegrityReport> news;
    private final DeadlineCaller caller;
    private final AtomicReference<@Nullable CompletableFuture<IntegrityReport>> running = new AtomicReference<>();
    private volatile Optional<IntegrityReport> last = Optional.empty();
    private volatile boolean closed;

    /**
     * A check that has not run.
     *
     * @param checks what is looked at, in this order; each has a name of its own
     * @param deadline how long one check may take, above zero
     * @param clock the one clock
     * @param ticker nanoseconds that only go forward
     * @param news is told of each run that came to its end, before whoever waits is answered
     */
    public Integrity(
            List<Check> checks, Duration deadline, Clock clock, LongSupplier ticker, Consumer<IntegrityReport> news) {
        var names = new HashSet<String>();
        checks.stream()
                .map(Check::name)
                .filter(name -> !names.add(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException("each check must have a name of its own, two are named " + name);
                });
        this.checks = checks.stream()
                .map(check -> new Question<>(check.name(), check.look()))
                .toList();
        this.deadline = deadline;
        this.clock = clock;
        this.ticker = ticker;
        this.news = news;
        this.caller = DeadlineCaller.patient(deadline);
    }

    /** What the last run has found; empty if none has come to its end. */
    public Optional<IntegrityReport> last() {
        return last;
    }

    /** Makes all checks, or waits for the run that is under way. See {@link #run(Consumer)}. */
    public IntegrityReport run() {
        return run(progress -> {});
    }

    /**
     * Makes all checks, or waits for the run that is under way.
     *
     * @param progress is told how far it has come
     * @throws UnavailableException if it is closed, or the thread is interrupted, or that of the run that it waits for
     */
    public IntegrityReport run(Consumer<JobProgress> progress) {
        var mine = new CompletableFuture<IntegrityReport>();
        var other = running.compareAndExchange(null, mine);
        return other == null ? lead(mine, progress) : follow(other);
    }

    private IntegrityReport lead(CompletableFuture<IntegrityReport> mine, Consumer<JobProgress> progress) {
        try {
            var report = checked(progress);
            last = Optional.of(report);
            tell(report);
            mine.complete(report);
            return report;
        } finally {
            running.set(null);
            mine.completeExceptionally(new UnavailableException("the integrity check was cut short"));
        }
    }

    /** A report is not lost because it could not be told. */
    private void tell(IntegrityReport report) {
        try {
            news.accept(report);
        } catch (RuntimeException e) {
            LOG.warn("integrity: what was found could not be told: {}", Words.of(e));
        }
    }

    private static IntegrityReport follow(CompletableFuture<IntegrityReport> other) {
        try {
            return other.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted while the integrity check was waited for", e);
        } catch (ExecutionException e) {
            throw new UnavailableException("the integrity check was cut short", e);
        }
    }

    private IntegrityReport checked(Consumer<JobProgress> progress) {
        var startedAt = clock.instant();
        var start = ticker.getAsLong();
        var found = new ArrayList<Checked>();
        for (var check : checks) {
            progress.accept(new JobProgress("checking", found.size(), checks.size()));
            found.add(checked(check));
        }
        progress.accept(new JobProgress("checking", found.size(), checks.size()));
        return new IntegrityReport(startedAt, clock.instant(), since(start), found);
    }

    private Checked checked(Question<Finding> check) {
        var start = ticker.getAsLong();
        var answer = caller.ask(check);
        if (closed || Thread.currentThread().isInterrupted()) {
            throw new UnavailableException("the integrity check was cut short");
        }
        var finding = finding(check.name(), answer);
        if (finding.status() == Finding.Status.FAILED) {
            LOG.atWarn()
                    .addKeyValue("check", check.name())
                    .log("integrity: {} failed: {}", check.name(), finding.detail());
        }
        return new Checked(check.name(), finding, since(start));
    }

    /** An exception of another kind than those with a message for people is told by its class and its place alone. */
    private Finding finding(String name, Answer<Finding> answer) {
        if (answer instanceof Answer.Given<Finding> given) {
            return given.value();
        }
        if (answer instanceof Answer.Failed<Finding> failed) {
            LOG.debug("integrity: {} threw at {}", name, Words.place(failed.cause()));
            return Finding.failed(Words.of(failed.cause()));
        }
        return Finding.failed("did not answer within " + deadline.toMillis() + " ms");
    }

    private Duration since(long start) {
        return Duration.ofNanos(ticker.getAsLong() - start);
    }

    /** Interrupts the check that is being made, and makes none any more. Returns at once. */
    @Override
    public void close() {
        closed = true;
        caller.close();
    }
}
