package ai.levqor.ops.redis;

import java.time.Clock;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("a queue of real BullMQ 5 workers, on Redis 6.2,")
class BullMq5RealWorkersTest extends RealWorkersContract {

    @Override
    RedisServer server() {
        return RedisServer.start();
    }

    @Override
    RealWorkers workers(int port) {
        return RealWorkers.bullMq("bullmq-5", port, "jobs");
    }

    @Override
    LayoutQueue layout(Redis redis) {
        return new BullMqQueue(redis, "bull", "jobs", Clock.systemUTC());
    }

    @Test
    @DisplayName("that is paused keeps what waits apart, and loses none when it is resumed")
    void paused() {
        workers().tell("add", "1", "10");
        workers().tell("work");
        workers().tell("pause");
        workers().tell("add", "0", "3");

        redrive("first", 4, 3);
        assertCounts(13, 0);
        workers().tell("resume");
        workers().tell("work");

        assertDoneOnce(13);
    }
}
