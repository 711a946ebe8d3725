package ai.levqor.ops.redis;

import org.junit.jupiter.api.DisplayName;

@DisplayName("the depth of a queue in BullMQ's layout")
class BullMqQueueDepthTest extends LayoutDepthContract {
    BullMqQueueDepthTest() {
        super(new BullMqQueueTest());
    }
}
