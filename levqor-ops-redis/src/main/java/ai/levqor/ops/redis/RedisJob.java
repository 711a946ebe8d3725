package ai.levqor.ops.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.util.Arrays;

/**
 * A job as it stands in a Redis list: bytes that mean something to the host alone. Two of the same bytes are equal.
 *
 * <p><b>Threading:</b> immutable.
 */
public final class RedisJob {
    private final byte[] bytes;

    private RedisJob(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Of these bytes, which are copied. */
    public static RedisJob of(byte[] bytes) {
        return new RedisJob(requireNonNull(bytes, "bytes").clone());
    }

    /** Of this text in UTF-8. */
    public static RedisJob of(String text) {
        return new RedisJob(text.getBytes(UTF_8));
    }

    /** A copy of its bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Its bytes read as UTF-8. */
    public String text() {
        return new String(bytes, UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RedisJob job && Arrays.equals(bytes, job.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Its length alone: what it holds may be personal. */
    @Override
    public String toString() {
        return "RedisJob of " + bytes.length + " bytes";
    }
}
