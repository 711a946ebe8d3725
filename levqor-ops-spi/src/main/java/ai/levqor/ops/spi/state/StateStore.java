package ai.levqor.ops.spi.state;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Keeps small values for the engine: what a policy remembers between two ticks, so that a restart or another instance
 * goes on where the last one stopped.
 *
 * <p><b>Threading:</b> safe for many threads, and for several processes on one store. <b>Time:</b> a call should return
 * within two seconds.
 */
public interface StateStore {

    /** The most bytes a value may take in UTF-8. */
    int MOST_BYTES = 64 * 1024;

    /** What a key looks like. */
    Pattern KEY = Pattern.compile("[a-z0-9.-]{1,100}");

    /**
     * Reads a value.
     *
     * @param key lower case letters, digits, dots and dashes, at most 100
     * @return the value; empty if there is none
     * @throws IllegalArgumentException if the key breaks its rule
     * @throws ai.levqor.ops.spi.UnavailableException if the store cannot be read now
     */
    Optional<Versioned> read(String key);

    /**
     * Writes a value, if the one it replaces is still {@code expected}.
     *
     * @param expected the version to replace; empty if there must be none yet
     * @param value at most {@link #MOST_BYTES} of text
     * @return the new version; empty if somebody else wrote in between, and nothing was written
     * @throws IllegalArgumentException if the key or the value breaks its rule
     * @throws ai.levqor.ops.spi.UnavailableException if the store cannot be written now; whether it was may be unknown
     */
    Optional<String> compareAndSet(String key, Optional<String> expected, String value);

    /**
     * For implementors: a key that keeps its rule.
     *
     * @throws IllegalArgumentException if it does not
     */
    static String requireKey(String key) {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("key must match " + KEY + ", was '" + key + "'");
        }
        return key;
    }

    /**
     * For implementors: a value that keeps its rule.
     *
     * @throws IllegalArgumentException if it does not; the message does not repeat it
     */
    static String requireValue(String value) {
        try {
            var bytes = StandardCharsets.UTF_8
                    .newEncoder()
                    .encode(CharBuffer.wrap(value))
                    .remaining();
            if (bytes > MOST_BYTES) {
                throw new IllegalArgumentException("value must take at most " + MOST_BYTES + " bytes, took " + bytes);
            }
            return value;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("value must be text without half characters", e);
        }
    }

    /**
     * A value and what to expect when replacing it.
     *
     * @param version differs from that of every earlier value of this key
     * @param value the text that was written
     */
    record Versioned(String version, String value) {}
}
