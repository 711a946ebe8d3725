package ai.levqor.ops.redis;

import ai.levqor.ops.spi.Settings;
import ai.levqor.ops.spi.state.FireStore;
import ai.levqor.ops.spi.state.FireStoreProvider;
import java.util.Set;

/** Fires in Redis, as soon as {@code REDIS_URL} is set. */
public final class RedisFireStoreProvider implements FireStoreProvider {

    /** For {@link java.util.ServiceLoader}; opens nothing. */
    public RedisFireStoreProvider() {}

    @Override
    public String id() {
        return "redis";
    }

    @Override
    public Set<String> requiredSettings() {
        return Set.of(RedisSettings.URL);
    }

    @Override
    public FireStore create(Settings settings) {
        return new RedisFireStore(settings);
    }
}
