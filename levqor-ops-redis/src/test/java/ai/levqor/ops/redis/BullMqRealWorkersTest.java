package ai.levqor.ops.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("a queue of real BullMQ workers")
class BullMqRealWorkersTest extends RealWorkersContract {

    @Override
    RealWorkers workers(int port) {
        return RealWorkers.bullMq("bullmq", port, "jobs");
    }

    @Override
    LayoutQueue layout(Redis redis) {
        return new BullMqQueue(redis, "bull", "jobs", Clock.systemUTC());
    }

    @Test
    @DisplayName("keeps priorities and attempts, and is done with retries of its own")
    void options() {
        workers().tell("add", "3", "5", "{\"priority\":7,\"attempts\":3}");
        workers().tell("add", "3", "5", "{\"lifo\":true,\"attempts\":3}");
        workers().tell("work");
        assertCounts(0, 10);

        redrive("first", 4, 3);
        assertThat(redis().ask("k", "ZCARD", "bull:jobs:prioritized")).isEqualTo(5L);
        assertThat(Reply.text(redis().ask("k", "HGET", "bull:jobs:1", "atm"))).isEqualTo("3");
        workers().tell("work");

        assertDoneOnce(10);
    }

    @Test
    @DisplayName("that is paused gets its jobs back, and does them when it is resumed")
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

    @Test
    @DisplayName("keeps a copy of a job in quarantine through the removal of orphans")
    void orphans() {
        workers().tell("add", "99", "1");
        workers().tell("work");
        redrive("first", 4, 0);

        workers().tell("orphans");

        var kept = redis().ask("k", "KEYS", "bull:jobs:levqor:quarantined:*");
        assertThat(Reply.texts(kept)).isEqualTo(List.of("bull:jobs:levqor:quarantined:1"));
    }
}
