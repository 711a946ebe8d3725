package ai.levqor.ops.spi.state;

import java.time.Duration;
import java.util.Optional;

/**
 * Gives each lease to one holder at a time, for a while. Who holds one renews it in time, and acts only while it is sure to
 * hold it: until the length is over, counted by its own elapsed time from <em>before</em> it asked. That alone does not
 * protect from a holder that was stopped in between; so whatever is changed under a lease carries its token, and whoever
 * keeps that refuses a token when it has seen a greater one.
 *
 * <p>The time is that of the store, never that of a caller, so that clocks are not compared.
 *
 * <p><b>Threading:</b> safe for many threads, and for several processes on one store. <b>Time:</b> a call should return
 * within two seconds, and gives up when its thread is interrupted.
 */
public interface LeaseStore {

    /** The longest a lease may last without being renewed: one hour. */
    Duration LONGEST = Duration.ofHours(1);

    /**
     * Takes a lease that nobody holds, or renews the caller's own: then its token stays, and it lasts so long from now. A lease
     * whose time is over is nobody's, also its last owner's, who is given a new token when it asks again.
     *
     * @param name see {@link Lease#name}
     * @param owner see {@link Lease#owner}
     * @param length how long it lasts, from one millisecond to {@link #LONGEST}
     * @return the lease; empty if somebody else holds it
     * @throws IllegalArgumentException if name, owner or length breaks its rule
     * @throws ai.levqor.ops.spi.UnavailableException if that cannot be done or known now. Whether it was taken may be
     *     unknown: the same owner that asks again is given what it has got already
     */
    Optional<Lease> take(String name, String owner, Duration length);

    /**
     * Gives a lease back before its time. The next holder has a greater token all the same.
     *
     * @return {@code false} if it is held under another token, or its time was over already; nothing changes then
     * @throws ai.levqor.ops.spi.UnavailableException if that cannot be done or known now
     */
    boolean release(Lease lease);

    /**
     * Who holds a lease at this moment. It may be over by the time it is read.
     *
     * @throws IllegalArgumentException if the name breaks its rule
     * @throws ai.levqor.ops.spi.UnavailableException if the store cannot be read now
     */
    Optional<Lease> holder(String name);
}
