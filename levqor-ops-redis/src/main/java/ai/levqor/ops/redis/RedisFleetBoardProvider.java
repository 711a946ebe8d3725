package ai.levqor.ops.redis;

import ai.levqor.ops.spi.Settings;
import ai.levqor.ops.spi.fleet.FleetBoard;
import ai.levqor.ops.spi.fleet.FleetBoardProvider;
import java.util.Set;

/** The fleet's board on Redis, as soon as {@code REDIS_URL} is set. */
public final class RedisFleetBoardProvider implements FleetBoardProvider {

    @Override
    public String id() {
        return "redis";
    }

    @Override
    public Set<String> requiredSettings() {
        return Set.of(RedisSettings.URL);
    }

    @Override
    public FleetBoard create(Settings settings) {
        return new RedisFleetBoard(settings);
    }
}
