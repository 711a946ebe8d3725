package ai.levqor.ops.redis;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("fires in Redis 6.2")
class RedisFireStoreOn62Test extends RedisFireStoreContract {
    @RegisterExtension
    static final FreshRedis REDIS = FreshRedis.of62();

    @Override
    FreshRedis redis() {
        return REDIS;
    }
}
