package ai.levqor.ops.redis;

import java.time.Clock;
import org.junit.jupiter.api.DisplayName;

@DisplayName("a queue of real RQ workers")
class RqRealWorkersTest extends RealWorkersContract {

    @Override
    RealWorkers workers(int port) {
        return RealWorkers.rq(port, "default");
    }

    @Override
    LayoutQueue layout(Redis redis) {
        return new RqQueue(redis, "default", Clock.systemUTC());
    }
}
