package ai.levqor.ops.redis;

import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import redis.clients.jedis.HostAndPort;

/**
 * How to reach Redis.
 *
 * @param address where it is
 * @param sentinelMaster the name of the master that sentinels watch; with it the address and {@code others} are sentinels
 * @param others more sentinels, or more nodes of a cluster, for when the first is down
 * @param timeout how long to wait for a connection, and for an answer
 * @param names the names of the library's own keys
 */
record RedisSettings(
        RedisAddress address,
        Optional<String> sentinelMaster,
        List<HostAndPort> others,
        Duration timeout,
        Names names) {
    static final String URL = "REDIS_URL";
    static final String PREFIX = "OPS_REDIS_PREFIX";
    static final String TIMEOUT = "OPS_REDIS_TIMEOUT";
    static final String SENTINEL_MASTER = "OPS_REDIS_SENTINEL_MASTER";
    static final String NODES = "OPS_REDIS_NODES";

    private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(1);
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,5})(ms|s)");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,60}");
    private static final Pattern NODE = Pattern.compile("([A-Za-z0-9.-]{1,253}|\\[[0-9a-fA-F:.]{2,45}]):([0-9]{1,5})");

    RedisSettings {
        others = List.copyOf(others);
    }

    /**
     * Reads the settings; opens nothing.
     *
     * @throws ConfigurationException if one breaks its rule
     */
    static RedisSettings of(Settings settings) {
        return new RedisSettings(
                RedisAddress.parse(settings.require(URL)),
                settings.find(SENTINEL_MASTER).map(name -> named(SENTINEL_MASTER, name)),
                nodes(settings.find(NODES).orElse("")),
                timeout(settings.find(TIMEOUT)),
                new Names(named(PREFIX, settings.find(PREFIX).orElse("levqor"))));
    }

    private static String named(String setting, String value) {
        if (!NAME.matcher(value).matches()) {
            throw new ConfigurationException(
                    setting + " must be of letters, digits, dots, dashes and underscores, was '" + value + "'");
        }
        return value;
    }

    private static Duration timeout(Optional<String> text) {
        if (text.isEmpty()) {
            return USUAL_TIMEOUT;
        }
        var match = DURATION.matcher(text.get());
        var rule = TIMEOUT + " must be from 10ms to 10s, such as 500ms, was '" + text.get() + "'";
        if (!match.matches()) {
            throw new ConfigurationException(rule);
        }
        var number = Integer.parseInt(match.group(1));
        var timeout = match.group(2).equals("s") ? Duration.ofSeconds(number) : Duration.ofMillis(number);
        if (timeout.toMillis() < 10 || timeout.toMillis() > 10_000) {
            throw new ConfigurationException(rule);
        }
        return timeout;
    }

    private static List<HostAndPort> nodes(String text) {
        return Stream.of(text.split(",", -1))
                .map(String::strip)
                .filter(node -> !node.isEmpty())
                .map(RedisSettings::node)
                .toList();
    }

    private static HostAndPort node(String text) {
        var match = NODE.matcher(text);
        if (!match.matches() || Integer.parseInt(match.group(2)) < 1 || Integer.parseInt(match.group(2)) > 65_535) {
            throw new ConfigurationException(NODES + " must be host:port, parted by commas, was '" + text + "'");
        }
        return new HostAndPort(match.group(1), Integer.parseInt(match.group(2)));
    }
}
