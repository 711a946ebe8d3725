package ai.levqor.ops.redis;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.spi.Settings;
import ai.levqor.ops.spi.fleet.FleetBoard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A board on Redis: the sorted set {@code {levqor}:fleet} says until when each instance is there, by the server's clock, and the
 * hash {@code {levqor}:fleet:reports} what it reports. A post is one script, and may be made again after a reply was lost.
 *
 * <p><b>Threading:</b> safe for many threads.
 */
public final class RedisFleetBoard implements FleetBoard, AutoCloseable {
    private static final Script POST = Script.named("fleet-post");
    private static final Script INSTANCES = Script.named("fleet-instances");
    private static final Script LEAVE = Script.named("fleet-leave");

    private final Redis redis;
    private final String until;
    private final String reports;

    /**
     * A board at {@code REDIS_URL}. Nothing is opened yet.
     *
     * @throws ai.levqor.ops.spi.ConfigurationException if a setting breaks its rule
     */
    public RedisFleetBoard(Settings settings) {
        this(new Redis(RedisSettings.of(settings), System::nanoTime));
    }

    RedisFleetBoard(Redis redis) {
        this.redis = requireNonNull(redis, "redis");
        this.until = redis.settings().names().key("fleet");
        this.reports = redis.settings().names().key("fleet:reports");
    }

    @Override
    public List<Posted> post(String instance, String report, Duration length) {
        FleetBoard.requirePost(instance, report, length);
        try {
            var reply = Reply.texts(redis.run(POST, List.of(until, reports), instance, report, length.toMillis()));
            var all = new ArrayList<Posted>();
            for (int i = 0; i + 2 < reply.size(); i += 3) {
                // A server's clock may be set back.
                var age = Duration.ofMillis(Math.max(0, Long.parseLong(reply.get(i + 1))));
                all.add(new Posted(reply.get(i), age, reply.get(i + 2)));
            }
            all.sort(Comparator.comparing(Posted::instance));
            return List.copyOf(all);
        } catch (RedisFault e) {
            throw e.unavailable();
        }
    }

    @Override
    public List<String> instances() {
        try {
            return Reply.texts(redis.run(INSTANCES, List.of(until))).stream()
                    .sorted()
                    .toList();
        } catch (RedisFault e) {
            throw e.unavailable();
        }
    }

    @Override
    public void leave(String instance) {
        FleetBoard.requireInstance(instance);
        try {
            var unused = redis.run(LEAVE, List.of(until, reports), instance);
        } catch (RedisFault e) {
            throw e.unavailable();
        }
    }

    /** Closes the connections. */
    @Override
    public void close() {
        redis.close();
    }
}
