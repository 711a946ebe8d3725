package ai.levqor.ops.redis;

import org.junit.jupiter.api.DisplayName;

@DisplayName("the depth of a stream and its group")
class RedisStreamQueueDepthTest extends LayoutDepthContract {
    RedisStreamQueueDepthTest() {
        super(new RedisStreamQueueTest());
    }
}
