package ai.levqor.ops.redis;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("state in the Redis of this system")
class RedisStateStoreOnSystemTest extends RedisStateStoreContract {
    @RegisterExtension
    static final FreshRedis REDIS = FreshRedis.ofSystem();

    @Override
    FreshRedis redis() {
        return REDIS;
    }
}
