package ai.levqor.ops.engine.job;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.spi.state.FireStore.Entry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A job: when it runs, how far a run has come, and what became of its times.
 *
 * @param report its runs in this process, the ones that were asked for too
 * @param rules when and how it runs by itself
 * @param next when it is due next; empty if it only runs when asked
 * @param fires what became of the times it was due, in the whole fleet, newest first; empty if that is not known now
 */
public record JobStatus(JobReport report, JobRules rules, Optional<Instant> next, Optional<List<Entry>> fires) {

    public JobStatus {
        requireNonNull(report, "report");
        requireNonNull(rules, "rules");
        requireNonNull(next, "next");
        fires = fires.map(List::copyOf);
    }
}
