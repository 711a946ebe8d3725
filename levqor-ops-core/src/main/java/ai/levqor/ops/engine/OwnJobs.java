package ai.levqor.ops.engine;

import ai.levqor.ops.engine.ask.FaultLog;
import ai.levqor.ops.engine.job.Job;
import ai.levqor.ops.engine.job.JobMeters;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Makes the jobs that belong to no other part, and ends them. */
final class OwnJobs implements AutoCloseable {
    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final Clock clock;
    private final FaultLog faults;
    private final MeterRegistry registry;
    private final List<Job> jobs = new ArrayList<>();
    private final List<JobMeters> meters = new ArrayList<>();

    OwnJobs(Clock clock, FaultLog faults, MeterRegistry registry) {
        this.clock = clock;
        this.faults = faults;
        this.registry = registry;
    }

    /** A job of this work. */
    Job of(Job.Work work) {
        var kept = new JobMeters(registry, clock, work.name());
        var job = new Job(work, clock, faults, kept);
        meters.add(kept);
        jobs.add(job);
        return job;
    }

    /** Cuts short what is under way. Returns at once; {@link #close} waits. */
    void end() {
        jobs.forEach(Job::end);
    }

    /** Waits for what {@link #end} has begun to end, a second for all. */
    @Override
    public void close() {
        var end = System.nanoTime() + CLOSING.toNanos();
        jobs.forEach(job -> job.await(Duration.ofNanos(Math.max(0, end - System.nanoTime()))));
        meters.forEach(JobMeters::close);
    }
}
