package ai.levqor.ops.engine.job;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.engine.FakeTime;
import ai.levqor.ops.engine.ask.DeadlineCaller;
import ai.levqor.ops.engine.ask.FaultLog;
import ai.levqor.ops.engine.job.Jobs.Around;
import ai.levqor.ops.engine.job.Jobs.Planned;
import ai.levqor.ops.engine.job.Jobs.Setup;
import ai.levqor.ops.schedule.Schedule;
import ai.levqor.ops.spi.state.FireStore;
import ai.levqor.ops.spi.state.FireStore.Entry;
import ai.levqor.ops.spi.state.FireStore.State;
import ai.levqor.ops.spi.state.StateStore;
import ai.levqor.ops.store.StateFireStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** An instance with one job, a clock of its own, and a store that it may share with others. */
final class JobScene implements AutoCloseable {
    static final Duration GRACE = Duration.ofHours(12);
    static final Duration TIMEOUT = Duration.ofHours(1);

    final FakeTime time;
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final FakeWork work = new FakeWork("tidy");
    final FragileFires fires;
    final Job job;
    final Jobs jobs;
    private final DeadlineCaller caller = new DeadlineCaller(Duration.ofSeconds(20));

    JobScene(StateStore shared, Schedule schedule, boolean repeatable) {
        this(shared, rules(schedule, repeatable), true);
    }

    JobScene(StateStore shared, JobRules rules, boolean scheduled) {
        this(rules, scheduled, new FakeTime(), Optional.empty(), time -> new StateFireStore(shared, time, time));
    }

    JobScene(FireStore store, JobRules rules, FakeTime time, LongSupplier ticker) {
        this(rules, true, time, Optional.of(ticker), none -> store);
    }

    private JobScene(
            JobRules rules,
            boolean scheduled,
            FakeTime time,
            Optional<LongSupplier> ticker,
            Function<FakeTime, FireStore> store) {
        var faults = new FaultLog(name -> {});
        this.time = time;
        this.fires = new FragileFires(store.apply(time));
        this.job = new Job(work, time, faults, new JobMeters(registry, time, work.name()));
        this.jobs = new Jobs(
                List.of(new Planned(job, rules)),
                new Setup(scheduled, Duration.ofSeconds(20)),
                fires,
                new Around(time, ticker.orElse(time), registry, caller, faults));
    }

    static JobRules rules(Schedule schedule, boolean repeatable) {
        return new JobRules(Optional.of(schedule), GRACE, TIMEOUT, repeatable, JobRules.USUAL_RETRIES);
    }

    /** Time passes, and the loop looks. */
    void pass(Duration time) {
        this.time.pass(time);
        jobs.look();
    }

    /** The clock shows another time, and the loop looks. */
    void jumpTo(String instant) {
        time.jumpTo(Instant.parse(instant));
        jobs.look();
    }

    /** Looks until what runs has ended and is written down. */
    void finish() {
        until(() -> entries().stream().noneMatch(entry -> entry.state() == State.RUNNING));
    }

    /** Looks until it is so. */
    void until(BooleanSupplier so) {
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!so.getAsBoolean()) {
            assertThat(System.nanoTime()).as("it should have come to that").isLessThan(end);
            jobs.look();
            Thread.onSpinWait();
        }
    }

    /** What the store knows, newest first, without the first note. */
    List<Entry> entries() {
        return jobs.all(60).get(0).fires().orElseThrow();
    }

    /** The same as {@code at STATE}. */
    List<String> seen() {
        return entries().stream()
                .map(entry -> entry.fire().at() + " " + entry.state())
                .toList();
    }

    double counted(State state) {
        return registry.get("levqor.job.fires")
                .tags("job", work.name(), "state", state.name().toLowerCase(java.util.Locale.ROOT))
                .counter()
                .count();
    }

    @Override
    public void close() {
        job.end();
        job.await(Duration.ofSeconds(5));
        caller.close();
    }
}
