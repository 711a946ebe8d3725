package ai.levqor.ops.spi.state;

/**
 * A flag store that knows the leases of a {@link LeaseStore} beside it, and refuses the writes of a holder that has been
 * succeeded. A holder that was stopped for longer than its lease, and then goes on, changes nothing here.
 */
public interface FencedFlagStore extends FlagStore {

    /**
     * As {@link #compareAndSet(FlagReading, Flags)}, if {@code under} is held at that moment, or was the last to be held.
     *
     * @param under the lease of whoever writes
     * @return {@code false} if somebody changed the flags since {@code expected} was read, or somebody else was given the lease
     *     since; nothing is written then
     * @throws ai.levqor.ops.spi.UnavailableException as the other
     */
    boolean compareAndSet(FlagReading expected, Flags next, Lease under);
}
