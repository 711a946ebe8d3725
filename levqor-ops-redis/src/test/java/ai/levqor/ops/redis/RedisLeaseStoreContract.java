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
    private final RedisServer server;
    private final List<RedisLeaseStore> handles = new ArrayList<>();
    private final LeaseStore clock;

    RedisLeaseStoreContract(RedisServer server) {
        this.server = server;
        this.clock = store();
    }

    @BeforeEach
    void empty() {
        try (var redis = RedisTest.client(server.url(), Map.of())) {
            redis.ask("k", "FLUSHALL");
        }
    }

    @AfterEach
    void closeHandles() {
        handles.forEach(RedisLeaseStore::close);
    }

    @Override
    protected final LeaseStore store() {
        var handle = new RedisLeaseStore(RedisTest.client(server.url(), Map.of()));
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
