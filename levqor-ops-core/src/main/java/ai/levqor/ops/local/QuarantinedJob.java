package ai.levqor.ops.local;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * A job that failed after too many redrives, as {@link InMemoryWorkQueue#quarantined} shows it.
 *
 * @param id by which the queue knows it while it is in quarantine; no other job of the queue ever has it
 * @param job the job
 * @param attempts how often it was handed out, one or more
 * @param redrives how often it was redriven, zero or more
 * @param sinceFailure how long ago it failed last, zero or more
 * @param <J> what a job is made of
 */
public record QuarantinedJob<J>(long id, J job, int attempts, int redrives, Duration sinceFailure) {

    public QuarantinedJob {
        requireNonNull(job, "job");
        requireNonNull(sinceFailure, "sinceFailure");
    }
}
