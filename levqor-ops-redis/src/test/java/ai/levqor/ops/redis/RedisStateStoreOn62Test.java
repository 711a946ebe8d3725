package ai.levqor.ops.redis;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("state in Redis 6.2")
class RedisStateStoreOn62Test extends RedisStateStoreContract {
    @RegisterExtension
    static final FreshRedis REDIS = FreshRedis.of62();

    @Override
    FreshRedis redis() {
        return REDIS;
    }
}
