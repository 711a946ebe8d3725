package ai.levqor.ops.redis;

import org.junit.jupiter.api.DisplayName;

@DisplayName("a stream and its group, on the Redis of this system,")
class RedisStreamQueueOnSystemTest extends RedisStreamQueueTest {

    @Override
    RedisServer newServer() {
        return systemServer();
    }
}
