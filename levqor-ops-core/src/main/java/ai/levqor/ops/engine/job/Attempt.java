package ai.levqor.ops.engine.job;

import ai.levqor.ops.spi.state.FireStore.Claim;
import ai.levqor.ops.spi.state.FireStore.State;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A fire this process holds: it runs, or waits to be tried again. Used by one thread at a time. */
final class Attempt {
    private static final long BEAT = Duration.ofSeconds(10).toNanos();

    private final Claim claim;
    private final List<Duration> pauses;
    private Optional<Job.Started> run;
    private int failed;
    private long waitsSince;
    private long beaten;

    Attempt(Claim claim, Job.Started run, JobRules rules, long nanos) {
        this.claim = claim;
        this.pauses = rules.retries().subList(0, rules.mostRetries());
        this.run = Optional.of(run);
        this.beaten = nanos;
    }

    Claim claim() {
        return claim;
    }

    /** How the run ended, if it has; a failed one that is to be tried again waits from now on, and has not ended. */
    Optional<Verdict> verdict(long nanos) {
        var over = run.flatMap(Job.Started::end);
        if (over.isEmpty()) {
            return Optional.empty();
        }
        var outcome = over.get().outcome();
        var state = switch (outcome) {
            case FAILED, TIMED_OUT -> State.FAILED;
            case SKIPPED -> State.SKIPPED;
            case DONE, ELSEWHERE, NO_DATA, RUNNING -> State.DONE;
        };
        if (state == State.FAILED && failed < pauses.size()) {
            failed++;
            run = Optional.empty();
            waitsSince = nanos;
            return Optional.empty();
        }
        return Optional.of(new Verdict(claim, state, words(over.get())));
    }

    private String words(JobRun over) {
        return failed == 0 ? over.message() : over.message() + "; " + (failed + 1) + " tries";
    }

    /** Whether it waits to be tried again. */
    boolean waits() {
        return run.isEmpty();
    }

    /** Whether it has waited long enough. */
    boolean isReady(long nanos) {
        return waits() && nanos - waitsSince >= pauses.get(failed - 1).toNanos();
    }

    void begun(Job.Started again) {
        run = Optional.of(again);
    }

    /** Gives it up for another fire of the same job. */
    Verdict superseded() {
        return new Verdict(claim, State.FAILED, "failed " + failed + " times before the next one was due");
    }

    /** Whether it is time to say that this process is alive. */
    boolean beats(long nanos) {
        return nanos - beaten >= BEAT;
    }

    void beaten(long nanos) {
        beaten = nanos;
    }

    void cut(String why) {
        run.ifPresent(it -> it.cut(why));
    }

    /** What is to be written of a fire. */
    record Verdict(Claim claim, State state, String note) {}
}
