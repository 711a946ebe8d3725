package ai.levqor.ops.redis;

import ai.levqor.ops.spi.Settings;
import ai.levqor.ops.spi.state.FlagStore;
import ai.levqor.ops.spi.state.FlagStoreProvider;
import java.util.Set;

/** Flags in Redis, as soon as {@code REDIS_URL} is set. */
public final class RedisFlagStoreProvider implements FlagStoreProvider {

    /** For {@link java.util.ServiceLoader}; opens nothing. */
    public RedisFlagStoreProvider() {}

    @Override
    public String id() {
        return "redis";
    }

    @Override
    public Set<String> requiredSettings() {
        return Set.of(RedisSettings.URL);
    }

    @Override
    public FlagStore create(Settings settings) {
        return new RedisFlagStore(settings);
    }
}
