package ai.levqor.ops.redis;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("fires in the Redis of this system")
class RedisFireStoreOnSystemTest extends RedisFireStoreContract {
    @RegisterExtension
    static final FreshRedis REDIS = FreshRedis.ofSystem();

    @Override
    FreshRedis redis() {
        return REDIS;
    }
}
