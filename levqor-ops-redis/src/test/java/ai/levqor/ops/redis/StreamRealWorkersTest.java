package ai.levqor.ops.redis;

import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;

@DisplayName("a stream of real consumers")
class StreamRealWorkersTest extends RealWorkersContract {

    @Override
    RealWorkers workers(int port) {
        return RealWorkers.stream(port, "jobs");
    }

    @Override
    LayoutQueue layout(Redis redis) {
        return new RedisStreamQueue(
                redis,
                new StreamSettings("jobs", "workers", "jobs:dead", 5, Duration.ofMinutes(5), "job"),
                Clock.systemUTC());
    }
}
