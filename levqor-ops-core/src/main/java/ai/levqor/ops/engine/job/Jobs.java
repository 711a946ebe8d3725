package ai.levqor.ops.engine.job;

import ai.levqor.ops.engine.ask.DeadlineCaller;
import ai.levqor.ops.engine.ask.FaultLog;
import ai.levqor.ops.engine.job.Job.Ending;
import ai.levqor.ops.spi.state.FireStore;
import ai.levqor.ops.spi.state.FireStore.Entry;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * The jobs: each runs at its times, once in a fleet, or when somebody asks. Nothing runs by itself before the loop looks.
 *
 * <p><b>Threading:</b> safe for many threads.
 */
public final class Jobs {
    private final Map<String, Kept> jobs = new LinkedHashMap<>();
    private final Setup setup;
    private final Around around;
    private final FireDesk reading;
    private final Scheduler scheduler;

    private record Kept(Job job, JobRules rules, Optional<ScheduledJob> scheduled) {}

    /**
     * A job and when it runs.
     *
     * @param job the job
     * @param rules when and how it runs by itself
     */
    public record Planned(Job job, JobRules rules) {}

    /**
     * How jobs run.
     *
     * @param scheduled whether they run by themselves; if not, a scheduler of the host runs them
     * @param answerWithin how long whoever asks for a run waits for its end
     */
    public record Setup(boolean scheduled, Duration answerWithin) {}

    /** What jobs live in. */
    public record Around(
            Clock clock, LongSupplier ticker, MeterRegistry registry, DeadlineCaller caller, FaultLog faults) {}

    /** These jobs, in this order. */
    public Jobs(List<Planned> planned, Setup setup, FireStore fires, Around around) {
        this.setup = setup;
        this.around = around;
        this.reading = new FireDesk(fires, around.caller(), around.faults());
        var desk = new FireDesk(fires, around.caller(), around.faults());
        var owner = UUID.randomUUID().toString();
        for (var plan : planned) {
            var scheduled = plan.rules()
                    .schedule()
                    .map(schedule -> new ScheduledJob(
                            plan.job(),
                            schedule,
                            plan.rules(),
                            desk,
                            new FireMeters(around.registry(), plan.job().name()),
                            owner));
            jobs.put(plan.job().name(), new Kept(plan.job(), plan.rules(), scheduled));
        }
        this.scheduler = new Scheduler(
                jobs.values().stream().flatMap(it -> it.scheduled().stream()).toList(),
                desk,
                around.clock(),
                around.ticker());
    }

    /** The names of the jobs. */
    public List<String> names() {
        return List.copyOf(jobs.keySet());
    }

    /**
     * Each job, and what became of its times in the fleet.
     *
     * @param fires how many of these at the most, one or more
     */
    public List<JobStatus> all(int fires) {
        var now = around.clock().instant();
        var told = new ArrayList<JobStatus>();
        var known = true;
        for (var kept : jobs.values()) {
            // A store that is away is asked once, and not once a job.
            var entries = known ? entries(kept, fires) : Optional.<List<Entry>>empty();
            known = entries.isPresent();
            told.add(new JobStatus(kept.job().report(), kept.rules(), next(kept, now), entries));
        }
        return told;
    }

    private Optional<List<Entry>> entries(Kept kept, int most) {
        return kept.scheduled().isEmpty()
                ? Optional.of(List.of())
                : reading.newest(kept.job().name(), most).map(Jobs::fires);
    }

    private static List<Entry> fires(List<Entry> entries) {
        return entries.stream()
                .filter(entry -> entry.state() != FireStore.State.NOTED)
                .toList();
    }

    private Optional<Instant> next(Kept kept, Instant now) {
        return setup.scheduled()
                ? kept.scheduled().flatMap(it -> it.next(now))
                : kept.rules().schedule().flatMap(it -> it.next(now));
    }

    /** Whether the jobs run by themselves, once the loop runs. */
    public boolean isScheduled() {
        return setup.scheduled();
    }

    /**
     * Runs a job now, on a thread of its own, and waits for the end a while. If it runs already, that run is waited for.
     *
     * @return how it ended; {@link JobRun.Outcome#RUNNING} if it takes longer. A fault is in it and not thrown.
     * @throws NoSuchElementException if there is no such job
     */
    public JobRun run(String name) {
        return kept(name).job().run(setup.answerWithin());
    }

    /**
     * What a run would do now. Changes nothing.
     *
     * @return empty if the job has no dry run
     * @throws NoSuchElementException if there is no such job
     */
    public Optional<Ending> rehearse(String name) {
        return kept(name).job().rehearse();
    }

    private Kept kept(String name) {
        var kept = jobs.get(name);
        if (kept == null) {
            throw new NoSuchElementException("there is no job of this name; there are " + jobs.keySet());
        }
        return kept;
    }

    /** The jobs as plain tasks with their schedules, for a scheduler of the host. Set {@code OPS_SCHEDULER=off} then. */
    public List<HostJob> forHost() {
        return jobs.values().stream()
                .map(kept -> new HostJob(
                        kept.job().name(),
                        kept.rules().schedule(),
                        () -> kept.job().runWithin(kept.rules().timeout()),
                        kept.rules().repeatable()))
                .toList();
    }

    /**
     * Looks once what is due, as the loop does each second: cuts short what takes too long, and, if jobs run by themselves,
     * begins what is due and writes down what ended.
     */
    public void look() {
        var nanos = around.ticker().getAsLong();
        jobs.values().forEach(kept -> kept.job().cutAfter(kept.rules().timeout(), nanos));
        if (setup.scheduled()) {
            scheduler.look();
        }
    }
}
