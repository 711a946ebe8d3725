package ai.levqor.ops.engine.verify;

import ai.levqor.ops.spi.state.Fire;
import ai.levqor.ops.spi.state.FireStore;
import ai.levqor.ops.spi.state.FireStore.Claim;
import ai.levqor.ops.spi.state.FireStore.Request;
import ai.levqor.ops.spi.state.FireStore.State;
import ai.levqor.ops.spi.state.FireStore.Taking.Taken;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * {@code lease}: a fire can be taken, kept and settled. It is one of a job that nobody runs, {@value #JOB}; its row is the
 * only trace that the integrity check leaves in a store.
 */
public final class LeaseCheck {
    /** The job whose fires are taken. */
    public static final String JOB = "integrity-probe";

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final String NOTE = "taken to see whether it can be";

    /** Another instance may check in the same millisecond. */
    private static final int MOST_TRIES = 5;

    private final FireStore store;
    private final String owner;
    private final Clock clock;

    private LeaseCheck(FireStore store, String owner, Clock clock) {
        this.store = store;
        this.owner = owner;
        this.clock = clock;
    }

    /**
     * Takes a fire of this moment.
     *
     * @param owner as in {@link Request}
     */
    public static Check of(FireStore store, String owner, Clock clock) {
        return new Check("lease", new LeaseCheck(store, owner, clock)::look);
    }

    private Finding look() {
        var claim = take();
        if (claim.isEmpty()) {
            return Finding.failed("no fire can be taken: each was said to be another's");
        }
        if (!store.beat(claim.get())) {
            return Finding.failed("a fire was lost as soon as it was taken");
        }
        if (!store.settle(claim.get(), State.DONE, NOTE)) {
            return Finding.failed("a fire was taken, and could not be settled");
        }
        var fire = claim.get().fire();
        var kept = store.newest(JOB, MOST_TRIES + 1).stream()
                .anyMatch(entry -> entry.fire().equals(fire) && entry.state() == State.DONE);
        return kept
                ? Finding.passed("a fire was taken, kept and settled")
                : Finding.failed("a fire was settled, and is not among the newest");
    }

    private Optional<Claim> take() {
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        for (int later = 0; later < MOST_TRIES; later++) {
            var fire = new Fire(JOB, now.plusMillis(later));
            if (store.take(new Request(fire, owner, LEASE, false)) instanceof Taken taken) {
                return Optional.of(taken.claim());
            }
        }
        return Optional.empty();
    }
}
