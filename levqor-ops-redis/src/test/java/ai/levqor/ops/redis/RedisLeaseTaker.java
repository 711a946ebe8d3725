package ai.levqor.ops.redis;

import ai.levqor.ops.spi.state.LeaseContender;
import java.io.IOException;
import java.util.Map;

/** Another process that wants a lease: {@code URL OWNER LENGTH}. */
final class RedisLeaseTaker {
    private RedisLeaseTaker() {}

    public static void main(String[] args) throws IOException {
        try (var store = new RedisLeaseStore(RedisTest.client(args[0], Map.of("OPS_REDIS_TIMEOUT", "10s")))) {
            LeaseContender.run(store, args[1], args[2]);
        }
    }
}
