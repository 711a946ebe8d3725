package ai.levqor.ops.examples.lab;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import java.util.regex.Pattern;

/** Reads an id: an integer of 64 bits is itself, a UUID its two halves, and any other text 128 bits of its SHA-256. */
final class UserId {
    private static final Pattern INTEGER = Pattern.compile("0|-?[1-9][0-9]{0,18}");
    private static final Pattern UUIDS =
            Pattern.compile("\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}");

    private final MessageDigest sha256;
    private long high;
    private long low;

    UserId() {
        try {
            this.sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Reads one; then the halves are its own. */
    void read(String text) {
        if (isShortInteger(text)) {
            set(0, Long.parseLong(text));
        } else if (UUIDS.matcher(text).matches()) {
            var uuid = UUID.fromString(text);
            set(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
            keepApartFromIntegers(uuid.toString());
        } else if (INTEGER.matcher(text).matches() && isLong(text)) {
            set(0, Long.parseLong(text));
        } else {
            hash(text);
            keepApartFromIntegers(text);
        }
    }

    long high() {
        return high;
    }

    long low() {
        return low;
    }

    /** At most 18 digits that do not start with a zero: what most ids are, told without a pattern. */
    private static boolean isShortInteger(String text) {
        if (text.isEmpty() || text.length() > 18 || (text.charAt(0) == '0' && text.length() > 1)) {
            return false;
        }
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) < '0' || text.charAt(at) > '9') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLong(String text) {
        return new BigInteger(text).bitLength() < Long.SIZE;
    }

    /** An upper half of zero says integer; a nil UUID, or a hash that happens to begin so, is hashed with a mark. */
    private void keepApartFromIntegers(String text) {
        for (var marked = "#" + text; high == 0; marked = "#" + marked) {
            hash(marked);
        }
    }

    private void hash(String text) {
        var bytes = ByteBuffer.wrap(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
        set(bytes.getLong(), bytes.getLong());
    }

    private void set(long high, long low) {
        this.high = high;
        this.low = low;
    }
}
