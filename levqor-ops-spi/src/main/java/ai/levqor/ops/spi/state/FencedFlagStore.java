package ai.levqor.ops.spi.state;

/**
 * A flag store that knows the leases of a {@link LeaseStore} beside it, and refuses the writes of a holder that has been
 * succeeded. A holder that was stopped for longer than its lease, and then goes on, changes nothing here once somebody else
 * was given the lease.
 */
public interface FencedFlagStore extends FlagStore {

    /**
     * As {@link #compareAndSet(FlagReading, Flags)}, if nobody was given a greater token than that of {@code under}. It need
     * not be held any more: as long as it has no successor, nobody else can have written under it.
     *
     * @param under the lease of whoever writes
     * @return {@code false} if somebody changed the flags since {@code expected} was read, or was given the lease since
     *     {@code under} was; nothing is written then
     * @throws ai.levqor.ops.spi.UnavailableException as the other
     */
    boolean compareAndSet(FlagReading expected, Flags next, Lease under);
}
