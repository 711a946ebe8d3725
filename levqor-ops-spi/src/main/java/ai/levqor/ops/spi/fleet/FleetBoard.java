package ai.levqor.ops.spi.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where the instances of a fleet put up what they see, for all others to read. What an instance has put up is taken down
 * when it has not been renewed for its length, by the board's own clock: an instance that died is gone by then.
 *
 * <p><b>Threading:</b> safe for many threads, and for several processes on one board. <b>Time:</b> a call should return within two
 * seconds, and gives up when its thread is interrupted.
 */
public interface FleetBoard {

    /** What the name of an instance looks like. */
    Pattern INSTANCE = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    /** The most bytes a report may take in UTF-8. */
    int MOST_BYTES = 64 * 1024;

    /**
     * Puts a report up, in the place of what this instance put up last.
     *
     * @param instance see {@link #INSTANCE}; no two instances have one name
     * @param report at most {@link #MOST_BYTES} of text
     * @param length how long it stays without being renewed, one millisecond to one hour
     * @return all that is up now, this one too, by the names of the instances in their order
     * @throws IllegalArgumentException if name, report or length breaks its rule
     * @throws ai.levqor.ops.spi.UnavailableException if that cannot be done now; whether it was may be unknown
     */
    List<Posted> post(String instance, String report, Duration length);

    /**
     * Whose reports are up now, in order.
     *
     * @throws ai.levqor.ops.spi.UnavailableException if the board cannot be read now
     */
    List<String> instances();

    /**
     * Takes the report of an instance down before its time. Nothing changes if there is none.
     *
     * @throws ai.levqor.ops.spi.UnavailableException if that cannot be done now
     */
    void leave(String instance);

    /**
     * For implementors: a report, its instance and its length that keep their rules.
     *
     * @throws IllegalArgumentException if one does not
     */
    static void requirePost(String instance, String report, Duration length) {
        requireInstance(instance);
        var bytes = report.getBytes(UTF_8).length;
        if (bytes > MOST_BYTES) {
            throw new IllegalArgumentException("report must take at most " + MOST_BYTES + " bytes, took " + bytes);
        }
        if (length.toMillis() < 1 || length.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("length must be from one millisecond to one hour, was " + length);
        }
    }

    /**
     * For implementors: a name that keeps its rule.
     *
     * @throws IllegalArgumentException if it does not
     */
    static String requireInstance(String instance) {
        if (!INSTANCE.matcher(instance).matches()) {
            throw new IllegalArgumentException("instance must match " + INSTANCE + ", was '" + instance + "'");
        }
        return instance;
    }

    /**
     * What an instance has put up.
     *
     * @param instance its name
     * @param age how long ago, by the board's clock; zero or more
     * @param report as it was put up
     */
    record Posted(String instance, Duration age, String report) {

        public Posted {
            requireInstance(instance);
            requireNonNull(report, "report");
            if (age.isNegative()) {
                throw new IllegalArgumentException("age must be >= 0, was " + age);
            }
        }
    }
}
