package ai.levqor.ops.redis;

import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.DisplayName;

@DisplayName("queues of real Sidekiq workers")
class SidekiqRealWorkersTest extends RealWorkersContract {

    @Override
    RealWorkers workers(int port) {
        return RealWorkers.sidekiq(port, "default");
    }

    @Override
    LayoutQueue layout(Redis redis) {
        return new SidekiqQueue(redis, List.of("default"), false, Clock.systemUTC());
    }
}
