package ai.levqor.ops.redis;

import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.Settings;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * A stream, its workers, and what is dead in it: a stream has no dead letters of its own.
 *
 * @param stream the stream's key
 * @param group the consumer group of its workers
 * @param dead the key of the stream in which the workers put what they gave up; it need not be there
 * @param mostDeliveries an entry that nobody ended and that was delivered more often counts as dead
 * @param idle if it is idle for so long, too
 * @param idField the field that names a job whenever it is added; empty if there is none, and all fields together name it
 */
record StreamSettings(String stream, String group, String dead, int mostDeliveries, Duration idle, String idField) {
    static final String STREAM = "OPS_REDIS_STREAM";
    static final String GROUP = "OPS_REDIS_STREAM_GROUP";
    static final String DEAD = "OPS_REDIS_STREAM_DEAD";
    static final String DELIVERIES = "OPS_REDIS_STREAM_MAX_DELIVERIES";
    static final String IDLE = "OPS_REDIS_STREAM_IDLE";
    static final String ID_FIELD = "OPS_REDIS_STREAM_ID_FIELD";

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,5})(s|m|h)");
    private static final Duration LONGEST = Duration.ofDays(7);

    /**
     * Reads the settings.
     *
     * @throws ConfigurationException if one breaks its rule
     */
    static StreamSettings of(Settings settings) {
        var stream = LayoutProvider.name(STREAM, settings.require(STREAM));
        var dead = LayoutProvider.name(DEAD, settings.find(DEAD).orElse(stream + ":dead"));
        if (dead.equals(stream)) {
            throw new ConfigurationException(DEAD + " must be another key than " + STREAM + ", and is the same");
        }
        return new StreamSettings(
                stream,
                LayoutProvider.name(GROUP, settings.require(GROUP)),
                dead,
                deliveries(settings.find(DELIVERIES).orElse("5")),
                idle(settings.find(IDLE).orElse("5m")),
                settings.find(ID_FIELD)
                        .map(field -> LayoutProvider.name(ID_FIELD, field))
                        .orElse(""));
    }

    private static int deliveries(String text) {
        if (!text.matches("[1-9][0-9]{0,3}")) {
            throw new ConfigurationException(DELIVERIES + " must be from 1 to 9999, was '" + text + "'");
        }
        return Integer.parseInt(text);
    }

    private static Duration idle(String text) {
        var match = DURATION.matcher(text);
        var rule = IDLE + " must be from 1s to 168h, such as 5m, was '" + text + "'";
        if (!match.matches()) {
            throw new ConfigurationException(rule);
        }
        var idle = Duration.parse("PT" + match.group(1) + match.group(2));
        if (idle.isZero() || idle.compareTo(LONGEST) > 0) {
            throw new ConfigurationException(rule);
        }
        return idle;
    }

    /** What keys of our own begin with, so that a cluster keeps them where the stream is. */
    String own() {
        return stream.matches("[^{]*\\{[^}]+}.*") ? stream : "{" + stream + "}";
    }
}
