package ai.levqor.ops.redis;

import ai.levqor.ops.spi.Settings;
import ai.levqor.ops.spi.state.LeaseStore;
import ai.levqor.ops.spi.state.LeaseStoreProvider;
import java.util.Set;

/** Leases in Redis, as {@code redis}. */
public final class RedisLeaseStoreProvider implements LeaseStoreProvider {

    /** Used by {@link java.util.ServiceLoader}. */
    public RedisLeaseStoreProvider() {}

    @Override
    public String id() {
        return "redis";
    }

    @Override
    public Set<String> requiredSettings() {
        return Set.of(RedisSettings.URL);
    }

    @Override
    public LeaseStore create(Settings settings) {
        return new RedisLeaseStore(new Redis(RedisSettings.of(settings), System::nanoTime));
    }
}
