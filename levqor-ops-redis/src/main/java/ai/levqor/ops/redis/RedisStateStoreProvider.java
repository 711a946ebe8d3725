package ai.levqor.ops.redis;

import ai.levqor.ops.spi.Settings;
import ai.levqor.ops.spi.state.StateStore;
import ai.levqor.ops.spi.state.StateStoreProvider;
import java.util.Set;

/** State in Redis, as soon as {@code REDIS_URL} is set. */
public final class RedisStateStoreProvider implements StateStoreProvider {

    /** For {@link java.util.ServiceLoader}; opens nothing. */
    public RedisStateStoreProvider() {}

    @Override
    public String id() {
        return "redis";
    }

    @Override
    public Set<String> requiredSettings() {
        return Set.of(RedisSettings.URL);
    }

    @Override
    public StateStore create(Settings settings) {
        return new RedisStateStore(settings);
    }
}
