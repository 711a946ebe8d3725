package ai.levqor.ops.store;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.state.Lease;
import ai.levqor.ops.spi.state.LeaseStore;
import ai.levqor.ops.spi.state.StateStore;
import ai.levqor.ops.spi.state.StateStore.Versioned;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Keeps each lease in one value of a {@link StateStore}, {@code lease.NAME}, for several instances that share no server's
 * clock, such as those that share a folder. A renewal adds one to a number; whoever has seen the same number for the whole
 * length, by its own elapsed time, finds the lease over. An instance that has just come waits a whole length, too.
 *
 * <p>The value stays after a lease was given back, since it holds the greatest token. If it is removed, tokens begin anew. A
 * value that something else wrote is a fault, and stays as it is.
 */
public final class StateLeaseStore implements LeaseStore {
    /** Each look but the first follows a change that somebody else made to the same lease. */
    private static final int LOOKS = 64;

    /** Whoever was too late waits for a random time up to this. */
    private static final long LONGEST_WAIT = TimeUnit.MILLISECONDS.toNanos(10);

    private final StateStore store;
    private final LongSupplier ticker;
    private final LeaseWatch watch;

    /**
     * Leases in this store. Nothing is read or written yet.
     *
     * @param ticker nanoseconds that nobody can set, such as {@link System#nanoTime}
     */
    public StateLeaseStore(StateStore store, LongSupplier ticker) {
        this.store = requireNonNull(store, "store");
        this.ticker = requireNonNull(ticker, "ticker");
        this.watch = new LeaseWatch(ticker);
    }

    @Override
    public Optional<Lease> take(String name, String owner, Duration length) {
        Lease.requireName(name);
        Lease.requireOwner(owner);
        LeaseStore.requireLength(length);
        return untilNobodyElse(name, look -> {
            var held = look.held();
            if (held.isPresent() && !held.get().lease().owner().equals(owner)) {
                return Optional.of(Optional.empty());
            }
            var next = held.map(row -> row.renewed(length))
                    .or(() -> look.row.map(row -> row.next(owner, length)))
                    .orElseGet(() -> LeaseRow.first(name, owner, length));
            return look.write(next) ? Optional.of(Optional.of(next.lease())) : Optional.empty();
        });
    }

    @Override
    public boolean release(Lease lease) {
        return untilNobodyElse(lease.name(), look -> {
            var its = look.held().filter(row -> row.lease().equals(lease));
            if (its.isEmpty()) {
                return Optional.of(false);
            }
            return look.write(its.get().released()) ? Optional.of(true) : Optional.empty();
        });
    }

    @Override
    public Optional<Lease> holder(String name) {
        Lease.requireName(name);
        requireNotInterrupted(name);
        return new Look(name).held().map(LeaseRow::lease);
    }

    /** A change, made to what is there now. */
    private interface Change<T> {
        /** What came of it; empty if somebody else was faster. */
        Optional<T> made(Look look);
    }

    private <T> T untilNobodyElse(String name, Change<T> change) {
        for (int look = 0; look < LOOKS; look++) {
            requireNotInterrupted(name);
            var made = change.made(new Look(name));
            if (made.isPresent()) {
                return made.get();
            }
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(LONGEST_WAIT));
        }
        throw new UnavailableException(key(name) + " was changed by somebody else " + LOOKS + " times in a row");
    }

    private static void requireNotInterrupted(String name) {
        if (Thread.currentThread().isInterrupted()) {
            throw new UnavailableException("the lease " + name + " was not asked for: the thread is interrupted");
        }
    }

    private static String key(String name) {
        return "lease." + name;
    }

    /** What is there, and since when it may be out of date. */
    private final class Look {
        private final String key;
        private final long asked;
        private final Optional<String> version;
        private final Optional<LeaseRow> row;

        Look(String name) {
            this.key = key(name);
            this.asked = ticker.getAsLong();
            var read = store.read(key);
            this.version = read.map(Versioned::version);
            this.row = read.map(value -> parsed(name, value.value()));
        }

        Optional<LeaseRow> held() {
            return row.filter(its -> its.held() && !watch.isOver(its, asked));
        }

        boolean write(LeaseRow next) {
            var written = store.compareAndSet(key, version, next.text()).isPresent();
            if (written) {
                watch.wrote(next, asked);
            }
            return written;
        }

        private LeaseRow parsed(String name, String text) {
            try {
                return LeaseRow.parse(name, text);
            } catch (IllegalArgumentException e) {
                throw new UnavailableException(
                        key
                                + " holds something else than a lease, and is left as it is; remove it while nobody holds it",
                        e);
            }
        }
    }
}
