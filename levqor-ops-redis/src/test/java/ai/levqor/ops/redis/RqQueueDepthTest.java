package ai.levqor.ops.redis;

import org.junit.jupiter.api.DisplayName;

@DisplayName("the depth of a queue in RQ's layout")
class RqQueueDepthTest extends LayoutDepthContract {
    RqQueueDepthTest() {
        super(new RqQueueTest());
    }
}
