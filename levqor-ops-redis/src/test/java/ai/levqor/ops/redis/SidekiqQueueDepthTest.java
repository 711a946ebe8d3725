package ai.levqor.ops.redis;

import org.junit.jupiter.api.DisplayName;

@DisplayName("the depth of queues in Sidekiq's layout")
class SidekiqQueueDepthTest extends LayoutDepthContract {
    SidekiqQueueDepthTest() {
        super(new SidekiqQueueTest());
    }
}
