package ai.levqor.ops.redis;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("flags in the Redis of this system")
class RedisFlagStoreOnSystemTest extends RedisFlagStoreContract {
    @RegisterExtension
    static final FreshRedis REDIS = FreshRedis.ofSystem();

    @Override
    FreshRedis redis() {
        return REDIS;
    }
}
