package ai.levqor.ops.redis;

import ai.levqor.ops.spi.state.LeaseStore;
import ai.levqor.ops.spi.state.LeaseStoreContract;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Leases in Redis promise what all leases promise. */
abstract class RedisLeaseStoreContract extends LeaseStoreContract {
    /** A machine that is busy is no fault. */
    private static final Map<String, String> PATIENT = Map.of("OPS_REDIS_TIMEOUT", "10s");

    private final RedisServer server;
    private final List<RedisLeaseStore> handles = new ArrayList<>();
    private final LeaseStore clock;

    RedisLeaseStoreContract(RedisServer server) {
        this.server = server;
        this.clock = store();
    }

    @BeforeEach
    void empty() {
        try (var redis = RedisTest.client(server.url(), PATIENT)) {
            redis.ask("k", "FLUSHALL");
        }
    }

    @AfterEach
    void closeHandles() {
        handles.forEach(RedisLeaseStore::close);
    }

    @Override
    protected final LeaseStore store() {
        var handle = new RedisLeaseStore(RedisTest.client(server.url(), PATIENT));
        handles.add(handle);
        return handle;
    }

    @Override
    protected Duration length() {
        return Duration.ofMillis(100);
    }

    @Override
    protected void passes(Duration time) {
        letPass(clock, time);
    }

    @Override
    protected long elapsed() {
        return System.nanoTime();
    }
}
