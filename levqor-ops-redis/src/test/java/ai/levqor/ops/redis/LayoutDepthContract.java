package ai.levqor.ops.redis;

import ai.levqor.ops.redis.LayoutContract.LayoutWorkers;
import ai.levqor.ops.spi.queue.WorkQueue;
import ai.levqor.ops.spi.queue.WorkQueueContract;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** The contract of depths, for the layout that another test is of. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LayoutDepthContract extends WorkQueueContract {
    private final LayoutContract layout;
    private RedisServer server;
    private Redis direct;
    private FaultyWire wire;
    private LayoutQueue queue;
    private LayoutWorkers workers;

    LayoutDepthContract(LayoutContract layout) {
        this.layout = layout;
    }

    @BeforeAll
    void startServer() {
        server = layout.newServer();
    }

    @AfterAll
    void endServer() {
        server.close();
    }

    @BeforeEach
    void connect() {
        direct = RedisTest.client(server.url(), Map.of());
        direct.ask("k", "FLUSHALL");
        wire = new FaultyWire(server.port());
        queue = layout.layout(RedisTest.client(wire.url(), Map.of()));
        workers = layout.workers(direct);
        workers.begin();
    }

    @AfterEach
    void disconnect() throws Exception {
        queue.close();
        wire.close();
        direct.close();
    }

    @Override
    protected WorkQueue queue() {
        return queue;
    }

    @Override
    protected Clock clock() {
        return Clock.systemUTC();
    }

    @Override
    protected void givenReady(int jobs) {
        for (int i = 0; i < jobs; i++) {
            workers.add(UUID.randomUUID().toString());
        }
    }

    @Override
    protected Optional<Runnable> outage() {
        return Optional.of(wire::refusing);
    }
}
