package ai.levqor.ops.redis;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("flags in Redis 6.2")
class RedisFlagStoreOn62Test extends RedisFlagStoreContract {
    @RegisterExtension
    static final FreshRedis REDIS = FreshRedis.of62();

    @Override
    FreshRedis redis() {
        return REDIS;
    }
}
