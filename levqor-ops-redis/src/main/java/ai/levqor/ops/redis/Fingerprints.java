package ai.levqor.ops.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The names that jobs are counted by, as the scripts make them: the first 80 bits of a job's SHA-1 in hexadecimal digits.
 *
 * <p><b>Threading:</b> for one thread at a time.
 */
final class Fingerprints {
    /** The length of one. */
    static final int LENGTH = 20;

    private static final byte[] DIGITS = "0123456789abcdef".getBytes(US_ASCII);

    private final MessageDigest sha = sha();
    private final byte[] names;
    private int end;

    /** Has room for so many. */
    Fingerprints(int most) {
        names = new byte[most * LENGTH];
    }

    private static MessageDigest sha() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    /** Forgets them all. */
    void clear() {
        end = 0;
    }

    /** Adds that of a job. */
    void add(byte[] from, int start, int length) {
        sha.update(from, start, length);
        var digest = sha.digest();
        for (int i = 0; i < LENGTH / 2; i++) {
            names[end++] = DIGITS[digest[i] >> 4 & 15];
            names[end++] = DIGITS[digest[i] & 15];
        }
    }

    /** One after the other, up to {@link #bytes}. */
    byte[] names() {
        return names;
    }

    int bytes() {
        return end;
    }
}
