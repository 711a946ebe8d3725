package ai.levqor.ops.engine.backup;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.engine.job.Job;
import ai.levqor.ops.engine.job.Job.Ending;
import ai.levqor.ops.engine.job.JobProgress;
import ai.levqor.ops.engine.job.JobRun.Count;
import ai.levqor.ops.engine.job.JobRun.Outcome;
import ai.levqor.ops.spi.host.BackupJob;
import ai.levqor.ops.spi.host.BackupResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Runs the host's backup, if it gives one. */
public final class BackupWork implements Job.Work {
    /** What the job is asked for by. */
    public static final String NAME = "backup";

    private static final Logger LOG = LoggerFactory.getLogger(BackupWork.class);
    private static final String NONE = "the host gives no backup";

    private final Optional<Backup> backup;
    private final LongSupplier ticker;

    /**
     * The host's backup.
     *
     * @param job makes it
     * @param what that is in a few words, without secrets, such as {@code ./backup_cycle.sh with 1 argument}
     */
    public record Backup(BackupJob job, String what) {
        public Backup {
            requireNonNull(job, "job");
            requireNonNull(what, "what");
        }
    }

    /**
     * @param backup empty if the host gives none: a run is skipped then
     * @param ticker nanoseconds that only go forward
     */
    public BackupWork(Optional<Backup> backup, LongSupplier ticker) {
        this.backup = backup;
        this.ticker = ticker;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String failure() {
        return "the backup could not be made";
    }

    /** What the host's code throws comes out, and makes the run a failed one. */
    @Override
    public Ending run(Consumer<JobProgress> progress) {
        if (backup.isEmpty()) {
            return new Ending(Outcome.SKIPPED, NONE, List.of());
        }
        progress.accept(new JobProgress("backing up", 0, 0));
        var begun = ticker.getAsLong();
        try {
            var result = backup.get().job().run();
            log(result);
            return ending(result, ticker.getAsLong() - begun);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Ending(Outcome.FAILED, "interrupted before it was made", List.of());
        }
    }

    private static void log(BackupResult result) {
        if (!result.tail().isEmpty()) {
            LOG.atLevel(result.done() ? Level.INFO : Level.WARN)
                    .addKeyValue("job", NAME)
                    .log("the last lines of the backup:\n{}", String.join("\n", result.tail()));
        }
    }

    private static Ending ending(BackupResult result, long nanos) {
        var counts = new ArrayList<Count>();
        result.counts().forEach((name, value) -> counts.add(new Count(name, value)));
        counts.add(new Count("millis", Duration.ofNanos(nanos).toMillis()));
        return new Ending(result.done() ? Outcome.DONE : Outcome.FAILED, result.message(), counts);
    }

    /** Says what would run, and runs nothing. */
    @Override
    public Optional<Ending> rehearse() {
        return Optional.of(backup.map(it -> new Ending(Outcome.DONE, "would run " + it.what(), List.of()))
                .orElseGet(() -> new Ending(Outcome.SKIPPED, NONE, List.of())));
    }
}
