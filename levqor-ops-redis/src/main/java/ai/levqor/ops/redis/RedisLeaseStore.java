package ai.levqor.ops.redis;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.state.Lease;
import ai.levqor.ops.spi.state.LeaseStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps leases in Redis 6.2 or newer, by the server's clock, each in a hash {@code {levqor}:lease:NAME} that never expires,
 * since it holds the greatest token.
 *
 * <p><b>The clock:</b> if the server's is set back, leases last longer by as much; if it is set forward, they are over sooner
 * than their holders know, and tokens alone keep the old holder out.
 *
 * <p><b>Lost writes:</b> a replica that becomes master before it has read all, and a server that restarts from what it had on
 * its disk, or from nothing, know of less than was given; so does one that evicts keys without an expiry. Two may hold a lease
 * then, until the first of them is over. Tokens grow all the same as long as the servers' clocks do: a new one is the time in
 * microseconds, or one more than the last, whichever is greater. A new master whose clock is behind by more than has passed
 * since the last token was given would give smaller ones.
 *
 * <p><b>Threading:</b> safe for many threads. <b>Time:</b> the timeout for a connection, and again for the answer.
 */
final class RedisLeaseStore implements LeaseStore, AutoCloseable {
    private static final Script TAKE = Script.named("lease-take");
    private static final Script RELEASE = Script.named("lease-release");
    private static final Script HOLDER = Script.named("lease-holder");

    private final Redis redis;

    /** Leases at this Redis, which is closed with the store. Nothing is opened or asked yet. */
    RedisLeaseStore(Redis redis) {
        this.redis = requireNonNull(redis, "redis");
    }

    @Override
    public Optional<Lease> take(String name, String owner, Duration length) {
        Lease.requireName(name);
        Lease.requireOwner(owner);
        var reply = run(TAKE, name, owner, millis(LeaseStore.requireLength(length)));
        return Reply.maybeText(reply).map(token -> lease(name, owner, token));
    }

    @Override
    public boolean release(Lease lease) {
        return Reply.number(run(RELEASE, lease.name(), lease.owner(), lease.token())) == 1;
    }

    @Override
    public Optional<Lease> holder(String name) {
        var reply = run(HOLDER, Lease.requireName(name));
        if (reply == null) {
            return Optional.empty();
        }
        var found = Reply.texts(reply);
        return Optional.of(lease(name, found.get(0), found.get(1)));
    }

    @Override
    public void close() {
        redis.close();
    }

    private @Nullable Object run(Script script, String name, Object... arguments) {
        if (Thread.currentThread().isInterrupted()) {
            throw new UnavailableException("Redis was not asked for the lease " + name + ": the thread is interrupted");
        }
        try {
            return redis.run(script, List.of(redis.settings().names().key("lease:" + name)), arguments);
        } catch (RedisFault e) {
            throw e.unavailable();
        }
    }

    private static Lease lease(String name, String owner, String token) {
        try {
            return new Lease(name, owner, Long.parseLong(token));
        } catch (IllegalArgumentException e) {
            throw new UnavailableException("the lease " + name + " in Redis is not one that was written here", e);
        }
    }

    /** Rounded up, so that the lease lasts no shorter than its holder counts. */
    private static long millis(Duration length) {
        return length.plusNanos(999_999).toMillis();
    }
}
