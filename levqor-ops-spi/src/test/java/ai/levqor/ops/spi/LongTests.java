package ai.levqor.ops.spi;

/**
 * How often a test does again what only its number proves: kills, and races between processes. The environment variable
 * {@code LEVQOR_LONG_TESTS} is a percentage of the full number, which is the default: 20 for a second JDK, 1000 for a night.
 */
public final class LongTests {
    private static final String SHARE = "LEVQOR_LONG_TESTS";

    private LongTests() {}

    /** The full number, or that share of it; at least 1. */
    public static int times(int full) {
        return times(full, System.getenv().getOrDefault(SHARE, "100"));
    }

    static int times(int full, String percent) {
        if (!percent.matches("[1-9]\\d{0,4}")) {
            throw new IllegalArgumentException(SHARE + " must be a percentage from 1 to 99999, was " + percent);
        }
        return Math.max(1, Math.toIntExact(full * Long.parseLong(percent) / 100));
    }
}
