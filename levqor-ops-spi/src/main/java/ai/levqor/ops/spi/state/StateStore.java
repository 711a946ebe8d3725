package ai.levqor.ops.spi.state;

import java.util.Optional;

/**
 * Keeps small values for the engine: what a policy remembers between two ticks, so that a restart or another instance
 * goes on where the last one stopped.
 *
 * <p><b>Threading:</b> safe for many threads, and for several processes on one store. <b>Time:</b> a call should return
 * within two seconds.
 */
public interface StateStore {

    /**
     * Reads a value.
     *
     * @param key lower case letters, digits, dots and dashes, at most 100
     * @return the value; empty if there is none
     * @throws ai.levqor.ops.spi.UnavailableException if the store cannot be read now
     */
    Optional<Versioned> read(String key);

    /**
     * Writes a value, if the one it replaces is still {@code expected}.
     *
     * @param expected the version to replace; empty if there must be none yet
     * @param value at most 64 kB of text
     * @return the new version; empty if somebody else wrote in between, and nothing was written
     * @throws ai.levqor.ops.spi.UnavailableException if the store cannot be written now; whether it was may be unknown
     */
    Optional<String> compareAndSet(String key, Optional<String> expected, String value);

    /**
     * A value and what to expect when replacing it.
     *
     * @param version differs from that of every earlier value of this key
     * @param value the text that was written
     */
    record Versioned(String version, String value) {}
}
