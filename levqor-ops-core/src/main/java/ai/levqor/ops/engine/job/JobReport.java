package ai.levqor.ops.engine.job;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A job and its last runs.
 *
 * @param name what it is asked for by
 * @param lastSuccess when a run last ended well in this process
 * @param runs the last runs, newest first; one that is under way is the first
 */
public record JobReport(String name, Optional<Instant> lastSuccess, List<JobRun> runs) {

    public JobReport {
        requireNonNull(name, "name");
        requireNonNull(lastSuccess, "lastSuccess");
        runs = List.copyOf(runs);
    }

    /** The run under way. */
    public Optional<JobRun> running() {
        return runs.stream().limit(1).filter(run -> !run.outcome().ended()).findFirst();
    }
}
