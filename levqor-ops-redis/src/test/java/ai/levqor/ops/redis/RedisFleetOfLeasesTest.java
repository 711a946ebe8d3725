package ai.levqor.ops.redis;

import ai.levqor.ops.spi.state.LeaseFleet;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("a fleet of processes that wants the same lease in Redis")
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RedisFleetOfLeasesTest {

    /** A machine that is busy is no fault. */
    private static final Map<String, String> PATIENT = Map.of("OPS_REDIS_TIMEOUT", "10s");

    @Test
    @DisplayName("has one holder at a time, though each is stopped for longer than its lease and goes on")
    void oneHolderAtATime() throws IOException, InterruptedException {
        try (var server = RedisServer.start();
                var store = new RedisLeaseStore(RedisTest.client(server.url(), PATIENT));
                var fleet = LeaseFleet.start(RedisLeaseTaker.class, server.url())) {
            fleet.prove(store);
        }
    }
}
