package ai.levqor.ops.local;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.state.Lease;
import ai.levqor.ops.spi.state.LeaseStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Leases among the threads of this JVM: for an application that runs once, for tests, and for trials. All names share one row
 * of tokens, so that nothing is kept of a lease that was given back.
 */
public final class InMemoryLeaseStore implements LeaseStore {
    private final LongSupplier ticker;
    private final Map<String, Term> terms = new HashMap<>();
    private long tokens;

    /**
     * A store in which nobody holds anything.
     *
     * @param ticker nanoseconds that nobody can set, such as {@link System#nanoTime}
     */
    public InMemoryLeaseStore(LongSupplier ticker) {
        this.ticker = requireNonNull(ticker, "ticker");
    }

    @Override
    public synchronized Optional<Lease> take(String name, String owner, Duration length) {
        Lease.requireName(name);
        Lease.requireOwner(owner);
        LeaseStore.requireLength(length);
        requireNotInterrupted(name);
        var now = ticker.getAsLong();
        var held = held(name, now);
        if (held.isPresent() && !held.get().lease.owner().equals(owner)) {
            return Optional.empty();
        }
        var until = now + length.toNanos();
        var term = held.map(its -> its.until - until > 0 ? its : new Term(its.lease, until))
                .orElseGet(() -> new Term(new Lease(name, owner, ++tokens), until));
        terms.put(name, term);
        return Optional.of(term.lease);
    }

    @Override
    public synchronized boolean release(Lease lease) {
        requireNotInterrupted(lease.name());
        return held(lease.name(), ticker.getAsLong())
                .filter(its -> its.lease.equals(lease))
                .map(its -> terms.remove(lease.name()))
                .isPresent();
    }

    @Override
    public synchronized Optional<Lease> holder(String name) {
        Lease.requireName(name);
        requireNotInterrupted(name);
        return held(name, ticker.getAsLong()).map(Term::lease);
    }

    private Optional<Term> held(String name, long now) {
        return Optional.ofNullable(terms.get(name)).filter(its -> now - its.until < 0);
    }

    private static void requireNotInterrupted(String name) {
        if (Thread.currentThread().isInterrupted()) {
            throw new UnavailableException("the lease " + name + " was not asked for: the thread is interrupted");
        }
    }

    private record Term(Lease lease, long until) {}
}
