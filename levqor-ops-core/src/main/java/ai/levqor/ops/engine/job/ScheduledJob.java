package ai.levqor.ops.engine.job;

import ai.levqor.ops.engine.job.Attempt.Verdict;
import ai.levqor.ops.schedule.Due;
import ai.levqor.ops.schedule.Schedule;
import ai.levqor.ops.spi.state.Fire;
import ai.levqor.ops.spi.state.FireStore.Claim;
import ai.levqor.ops.spi.state.FireStore.Request;
import ai.levqor.ops.spi.state.FireStore.State;
import ai.levqor.ops.spi.state.FireStore.Taking;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one job at its times, once in a fleet. Where it stands is in the fire store: the newest fire there is settled, and
 * what comes after it is due. While the store is away, nothing begins.
 *
 * <p><b>Threading:</b> {@link #step} by one thread at a time; the rest by any.
 */
final class ScheduledJob {
    /** A holder that has not beaten for so long is dead. */
    static final Duration LEASE = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(ScheduledJob.class);
    private static final long LOOK_AGAIN = Duration.ofSeconds(5).toNanos();
    private static final int LOOKED_AT = 5;

    private final Job job;
    private final Schedule schedule;
    private final JobRules rules;
    private final FireDesk desk;
    private final FireMeters meters;
    private final String owner;
    private final Deque<Verdict> unsettled = new ArrayDeque<>();
    private final Set<Fire> held = new LinkedHashSet<>();
    private Optional<Instant> anchor = Optional.empty();
    private Optional<Attempt> attempt = Optional.empty();
    private long lookedAt;
    private volatile Optional<Instant> settledUpTo = Optional.empty();

    /**
     * @param owner a name that no other process has
     */
    ScheduledJob(Job job, Schedule schedule, JobRules rules, FireDesk desk, FireMeters meters, String owner) {
        this.job = job;
        this.schedule = schedule;
        this.rules = rules;
        this.desk = desk;
        this.meters = meters;
        this.owner = owner;
    }

    /** When it is due next, as far as this process knows. */
    Optional<Instant> next(Instant now) {
        return schedule.next(settledUpTo.filter(at -> at.isBefore(now)).orElse(now));
    }

    /** One look: begins what is due, writes down what ended, and takes over what a dead instance has left. */
    void step(Instant now, long nanos) {
        if (anchor.isEmpty() && !findAnchor(now)) {
            return;
        }
        if (!writeVerdicts()) {
            return;
        }
        tend(nanos);
        fire(now, nanos);
        watch(now, nanos);
        settledUpTo = anchor;
    }

    private boolean findAnchor(Instant now) {
        var newest = desk.newest(job.name(), LOOKED_AT);
        if (newest.isEmpty()) {
            return false;
        }
        if (newest.get().isEmpty()) {
            return note(now.truncatedTo(ChronoUnit.MILLIS));
        }
        newest.get().stream().filter(entry -> entry.state() == State.RUNNING).forEach(entry -> held.add(entry.fire()));
        anchor = Optional.of(newest.get().get(0).fire().at());
        return true;
    }

    /** The first instance that ever runs this job writes down from when on its fires count. */
    private boolean note(Instant now) {
        var taking = desk.take(request(new Fire(job.name(), now)));
        if (taking.isEmpty()) {
            return false;
        }
        if (taking.get() instanceof Taking.Taken taken) {
            unsettled.add(new Verdict(taken.claim(), State.NOTED, "first seen"));
        }
        anchor = Optional.of(now);
        return true;
    }

    /** Whether all that ended is written down. */
    private boolean writeVerdicts() {
        while (!unsettled.isEmpty()) {
            var verdict = unsettled.getFirst();
            var written = desk.settle(verdict.claim(), verdict.state(), verdict.note());
            if (written.isEmpty()) {
                return false;
            }
            unsettled.removeFirst();
            if (written.get()) {
                told(verdict);
            } else {
                LOG.warn(
                        "{}: another instance has taken it over",
                        verdict.claim().fire().id());
            }
        }
        return true;
    }

    private void told(Verdict verdict) {
        if (verdict.state() == State.NOTED) {
            return;
        }
        meters.settled(verdict.state());
        var level = verdict.state() == State.DONE || verdict.state() == State.SKIPPED ? LOG.atInfo() : LOG.atWarn();
        level.addKeyValue("job", job.name())
                .addKeyValue("state", verdict.state())
                .log("{}: {}; {}", verdict.claim().fire().id(), verdict.state(), verdict.note());
    }

    private void tend(long nanos) {
        if (attempt.isEmpty()) {
            return;
        }
        var mine = attempt.get();
        var verdict = mine.verdict(nanos);
        if (verdict.isPresent()) {
            end(verdict.get());
            return;
        }
        if (mine.beats(nanos)) {
            var alive = desk.beat(mine.claim());
            if (alive.equals(Optional.of(false))) {
                LOG.warn(
                        "{}: another instance has taken it over",
                        mine.claim().fire().id());
                mine.cut("another instance has taken it over");
                attempt = Optional.empty();
                return;
            }
            alive.ifPresent(it -> mine.beaten(nanos));
        }
        if (mine.isReady(nanos)) {
            job.start().ifPresent(mine::begun);
        }
    }

    private void end(Verdict verdict) {
        attempt = Optional.empty();
        settle(verdict);
    }

    private boolean settle(Verdict verdict) {
        unsettled.add(verdict);
        return writeVerdicts();
    }

    private void fire(Instant now, long nanos) {
        if (anchor.filter(at -> at.isAfter(now)).isPresent()) {
            anchor = Optional.of(now); // the clock was set back: what was run already is known by its name
        }
        var due = Due.of(schedule, anchor.orElse(now), now, rules.grace());
        var more = due.more();
        for (var missed : due.missed()) {
            if (!miss(missed, more)) {
                return;
            }
            more = 0;
            anchor = Optional.of(missed);
        }
        if (due.run().filter(at -> take(at, now, nanos)).isPresent()) {
            anchor = due.run();
        }
    }

    private boolean miss(Instant at, int more) {
        var taking = desk.take(request(new Fire(job.name(), at)));
        if (taking.isEmpty()) {
            return false;
        }
        if (taking.get() instanceof Taking.Taken taken) {
            var note = more == 0
                    ? "nobody was there to run it"
                    : "nobody was there to run it, and so it was with " + more
                            + (more < Due.MOST_COUNTED ? "" : " or more") + " before it";
            return settle(new Verdict(taken.claim(), State.MISSED, note));
        }
        return true;
    }

    private boolean take(Instant at, Instant now, long nanos) {
        var fire = new Fire(job.name(), at);
        if (holds(fire)) {
            return true;
        }
        var taking = desk.take(request(fire));
        taking.ifPresent(it -> took(fire, it, now, nanos));
        return taking.isPresent();
    }

    private boolean holds(Fire fire) {
        return attempt.filter(it -> it.claim().fire().equals(fire)).isPresent();
    }

    private void took(Fire fire, Taking taking, Instant now, long nanos) {
        if (taking instanceof Taking.Held) {
            held.add(fire);
            return;
        }
        held.remove(fire);
        if (taking instanceof Taking.Taken taken) {
            begin(taken.claim(), now, nanos);
        } else if (taking instanceof Taking.Abandoned abandoned) {
            meters.settled(State.ABANDONED);
            LOG.warn("{}: its instance {} died, and it is not to be repeated", fire.id(), abandoned.owner());
        }
    }

    private void begin(Claim claim, Instant now, long nanos) {
        if (Duration.between(claim.fire().at(), now).compareTo(rules.grace()) > 0) {
            settle(new Verdict(claim, State.FAILED, "its instance died, and it was too late to do it again"));
            return;
        }
        attempt.filter(Attempt::waits).map(Attempt::superseded).ifPresent(this::end);
        var started = attempt.isPresent() ? Optional.<Job.Started>empty() : job.start();
        if (started.isEmpty()) {
            settle(new Verdict(claim, State.SKIPPED, "a run before it was still under way"));
        } else {
            attempt = Optional.of(new Attempt(claim, started.get(), rules, nanos));
        }
    }

    private void watch(Instant now, long nanos) {
        if (held.isEmpty() || nanos - lookedAt < LOOK_AGAIN) {
            return;
        }
        lookedAt = nanos;
        for (var fire : new ArrayList<>(held)) {
            desk.take(request(fire)).ifPresent(it -> took(fire, it, now, nanos));
        }
    }

    private Request request(Fire fire) {
        return new Request(fire, owner, LEASE, rules.repeatable());
    }
}
