package ai.levqor.ops.redis;

import ai.levqor.ops.spi.ConfigurationException;
import java.util.Set;
import java.util.regex.Pattern;

/** What the faults of a queue mean to whoever looks after it. */
final class QueueFaults {
    /** What stays wrong until a person mends it. */
    private static final Set<String> MISTAKES = Set.of("CROSSSLOT", "WRONGTYPE", "NOPERM", "NOAUTH", "WRONGPASS");

    private static final Pattern VERSION = Pattern.compile("([0-9]{1,4})\\.([0-9]{1,4})\\..*");

    private QueueFaults() {}

    /** A mistake or a fault, as a self-check tells it. */
    static RuntimeException checked(RedisFault fault) {
        return MISTAKES.contains(fault.code())
                ? new ConfigurationException(String.valueOf(fault.getMessage()))
                : fault.unavailable();
    }

    /**
     * A server must know the commands of 6.2. One that does not tell its version is believed.
     *
     * @throws ConfigurationException if it is older
     */
    static void checkVersion(String version) {
        var match = VERSION.matcher(version);
        if (match.matches()
                && Integer.parseInt(match.group(1)) * 10_000 + Integer.parseInt(match.group(2)) < 6 * 10_000 + 2) {
            throw new ConfigurationException("Redis must be 6.2 or newer for a queue, was " + version);
        }
    }

    /**
     * A server whose memory is full must refuse, not throw a queue away.
     *
     * @throws ConfigurationException if it may throw away any key
     */
    static void checkEviction(String limit, String policy) {
        if (!limit.equals("0") && policy.startsWith("allkeys")) {
            throw new ConfigurationException(
                    "Redis must have maxmemory-policy noeviction for a queue, or may throw it away, was " + policy);
        }
    }
}
