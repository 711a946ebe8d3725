package ai.levqor.ops.spi.state;

/**
 * Keeps the {@link Flags}. People change them too, so every read goes to the store, and every write says what it
 * expects to replace.
 *
 * <p><b>Threading:</b> safe for many threads, and for several processes on one store. <b>Time:</b> a call should return
 * within two seconds. <b>Errors:</b> bad content is no exception on reading: see {@link FlagReading#problem}.
 */
public interface FlagStore {

    /**
     * Reads the flags.
     *
     * @throws ai.levqor.ops.spi.UnavailableException if the store cannot be read, and never could be
     */
    FlagReading read();

    /**
     * Replaces the flags, if they are still those of {@code expected}. What else the store holds beside the known
     * flags stays as it is.
     *
     * @return {@code false} if somebody changed them since {@code expected} was read; nothing is written then
     * @throws ai.levqor.ops.spi.UnavailableException if they cannot be written: the store is away, read-only, or its
     *     content is bad. Nothing has changed then; but over a network whose answer was lost, whether it has may be unknown
     */
    boolean compareAndSet(FlagReading expected, Flags next);
}
