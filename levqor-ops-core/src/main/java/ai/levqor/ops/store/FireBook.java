package ai.levqor.ops.store;

import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.state.Fire;
import ai.levqor.ops.spi.state.FireStore.Claim;
import ai.levqor.ops.spi.state.FireStore.Entry;
import ai.levqor.ops.spi.state.FireStore.Request;
import ai.levqor.ops.spi.state.FireStore.State;
import ai.levqor.ops.spi.state.FireStore.Taking;
import ai.levqor.ops.spi.state.FireStore.Taking.Abandoned;
import ai.levqor.ops.spi.state.FireStore.Taking.Held;
import ai.levqor.ops.spi.state.FireStore.Taking.Over;
import ai.levqor.ops.spi.state.FireStore.Taking.Taken;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Who may take a fire, and what becomes of it, wherever its row is. The {@link ai.levqor.ops.spi.state.FireStore} is a store
 * that gives the rows.
 *
 * <p><b>Threading:</b> safe for many threads, each with rows of its own.
 */
public final class FireBook {
    /** Each look but the first follows a change that somebody else made to the same fire. */
    private static final int LOOKS = 16;

    private final Clock clock;
    private final LongSupplier ticker;
    private final HolderWatch watch;

    /**
     * @param clock tells when a fire was taken and settled, for people
     * @param ticker nanoseconds that nobody can set
     */
    public FireBook(Clock clock, LongSupplier ticker) {
        this.clock = clock;
        this.ticker = ticker;
        this.watch = new HolderWatch(ticker);
    }

    /** See {@link ai.levqor.ops.spi.state.FireStore#take}. */
    public Taking take(FireRows rows, Request request) {
        return untilNobodyElse(request.fire(), () -> tryTake(rows, request));
    }

    /** See {@link ai.levqor.ops.spi.state.FireStore#beat}. */
    public boolean beat(FireRows rows, Claim claim) {
        return untilNobodyElse(claim.fire(), () -> {
            var held = rows.find(claim.fire()).filter(row -> row.runs() && row.isOf(claim));
            if (held.isEmpty()) {
                return Optional.of(false);
            }
            return rows.replace(held.get(), held.get().beaten()) ? Optional.of(true) : Optional.empty();
        });
    }

    /** See {@link ai.levqor.ops.spi.state.FireStore#settle}. */
    public boolean settle(FireRows rows, Claim claim, State state, String note) {
        requireOver(state);
        return untilNobodyElse(claim.fire(), () -> {
            var its = rows.find(claim.fire()).filter(row -> row.isOf(claim));
            if (its.isEmpty()) {
                return Optional.of(false);
            }
            var settled = its.get().settled(state, note, now());
            if (!its.get().runs()) {
                return Optional.of(
                        its.get().state() == state && its.get().note().equals(settled.note()));
            }
            return rows.replace(its.get(), settled) ? Optional.of(true) : Optional.empty();
        });
    }

    /** See {@link ai.levqor.ops.spi.state.FireStore#newest}. */
    public List<Entry> newest(FireRows rows, String job, int most) {
        requireNotInterrupted("reading the fires of " + job);
        return rows.newest(job, most).stream().map(FireRow::entry).toList();
    }

    /** A state that a fire may be settled as. */
    public static State requireOver(State state) {
        if (state == State.RUNNING) {
            throw new IllegalArgumentException("state must say what became of the fire, was " + state);
        }
        return state;
    }

    /** The name of a job, and a number of its fires. */
    public static void requireSome(String job, int most) {
        if (!Fire.JOB.matcher(job).matches()) {
            throw new IllegalArgumentException("job must match " + Fire.JOB + ", was '" + job + "'");
        }
        if (most < 1) {
            throw new IllegalArgumentException("most must be 1 or more, was " + most);
        }
    }

    private Optional<Taking> tryTake(FireRows rows, Request request) {
        var fire = request.fire();
        var asked = ticker.getAsLong();
        var found = rows.find(fire);
        if (found.isEmpty()) {
            var row = FireRow.taken(fire, request.owner(), now());
            return rows.insert(row) ? Optional.of(new Taken(row.claim())) : Optional.empty();
        }
        var row = found.get();
        if (!row.runs()) {
            watch.forget(fire);
            return Optional.of(new Over(row.state()));
        }
        if (row.owner().equals(request.owner())) {
            return Optional.of(new Taken(row.claim()));
        }
        return watch.isDead(row, request.lease(), asked)
                ? succeed(rows, row, request)
                : Optional.of(new Held(row.owner()));
    }

    private Optional<Taking> succeed(FireRows rows, FireRow dead, Request request) {
        var next = request.repeatable()
                ? dead.takenOver(request.owner(), now())
                : dead.settled(State.ABANDONED, "its holder died", now());
        if (!rows.replace(dead, next)) {
            return Optional.empty();
        }
        watch.forget(request.fire());
        return Optional.of(next.runs() ? new Taken(next.claim()) : new Abandoned(dead.owner()));
    }

    private static <T> T untilNobodyElse(Fire fire, Supplier<Optional<T>> change) {
        for (int look = 0; look < LOOKS; look++) {
            requireNotInterrupted("the change of " + fire.id());
            var done = change.get();
            if (done.isPresent()) {
                return done.get();
            }
        }
        throw new UnavailableException(fire.id() + " was changed by somebody else " + LOOKS + " times in a row");
    }

    private static void requireNotInterrupted(String what) {
        if (Thread.currentThread().isInterrupted()) {
            throw new UnavailableException(what + " was interrupted");
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
