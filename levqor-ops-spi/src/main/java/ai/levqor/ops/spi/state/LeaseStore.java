package ai.levqor.ops.spi.state;

import java.time.Duration;
import java.util.Optional;

/**
 * Gives each lease to one holder at a time, for a while. Who holds one renews it in time, and acts only while it is sure to
 * hold it: until the length is over, counted by its own elapsed time from <em>before</em> it asked. That alone does not
 * protect from a holder that was stopped in between; so whatever is changed under a lease carries its token, and whoever
 * keeps that refuses a token when it has seen a greater one.
 *
 * <p>No clock is compared with another. The time is that of the store, never that of a caller. Where the store has none, as
 * files have not, each instance counts for itself how long it has seen no renewal: it must have looked, by {@link #take} or
 * {@link #holder}, for the whole length before it takes what somebody else held.
 *
 * <p><b>Threading:</b> safe for many threads, and for several processes on one store. <b>Time:</b> a call should return
 * within two seconds, and gives up when its thread is interrupted.
 */
public interface LeaseStore {

    /** The shortest a lease may last: one millisecond. */
    Duration SHORTEST = Duration.ofMillis(1);

    /** The longest a lease may last without being renewed: one hour. */
    Duration LONGEST = Duration.ofHours(1);

    /**
     * Takes a lease that nobody holds, or renews the caller's own: then its token stays, and it lasts at least so long from
     * now. What it was given before is never shortened, since another thread of its owner may count on that. A lease whose
     * time is over is nobody's, also not its last owner's, who is given a new token when it asks again.
     *
     * @param name see {@link Lease#name}
     * @param owner see {@link Lease#owner}
     * @param length how long it lasts, from {@link #SHORTEST} to {@link #LONGEST}
     * @return the lease; empty if somebody else holds it
     * @throws IllegalArgumentException if name, owner or length breaks its rule
     * @throws ai.levqor.ops.spi.UnavailableException if that cannot be done or known now. Whether it was taken may be
     *     unknown: the same owner that asks again is given what it has got already
     */
    Optional<Lease> take(String name, String owner, Duration length);

    /**
     * Gives a lease back before its time. The next holder has a greater token all the same.
     *
     * @return {@code false} if it is held by another owner or under another token, or was over already, be it because it was
     *     given back before; nothing changes then
     * @throws ai.levqor.ops.spi.UnavailableException if that cannot be done or known now. Whether it was given back may be
     *     unknown: it may be asked again, and {@code false} then says that it is not held any more
     */
    boolean release(Lease lease);

    /**
     * Who holds a lease at this moment. It may be over by the time it is read.
     *
     * @throws IllegalArgumentException if the name breaks its rule
     * @throws ai.levqor.ops.spi.UnavailableException if the store cannot be read now
     */
    Optional<Lease> holder(String name);

    /**
     * For implementors: a length that keeps its rule.
     *
     * @throws IllegalArgumentException if it does not
     */
    static Duration requireLength(Duration length) {
        if (length.compareTo(SHORTEST) < 0 || length.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "length must be from " + SHORTEST + " to " + LONGEST + ", was " + length);
        }
        return length;
    }
}
