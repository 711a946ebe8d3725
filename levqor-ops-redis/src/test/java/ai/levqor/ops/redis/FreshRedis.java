package ai.levqor.ops.redis;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One server for a class of tests, empty before each, and as many clients as a test asks for. */
final class FreshRedis implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
    private final boolean system;
    private final Supplier<RedisServer> start;
    private final List<AutoCloseable> clients = new ArrayList<>();
    private @Nullable RedisServer server;

    private FreshRedis(boolean system, Supplier<RedisServer> start) {
        this.system = system;
        this.start = start;
    }

    static FreshRedis of62() {
        return new FreshRedis(false, RedisServer::start);
    }

    /** The tests are left out where this system has none. */
    static FreshRedis ofSystem() {
        return new FreshRedis(true, RedisServer::startSystem);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        assumeTrue(!system || RedisServer.hasSystem(), "this system has no Redis of its own");
        server = start.get();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        try (var redis = RedisTest.client(server().url(), Map.of())) {
            redis.ask("k", "FLUSHALL");
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        for (var client : clients) {
            client.close();
        }
        clients.clear();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (server != null) {
            server.close();
        }
    }

    RedisServer server() {
        if (server == null) {
            throw new IllegalStateException("the server has not been started");
        }
        return server;
    }

    /** A client of its own, closed after the test. */
    StoreClient client() {
        return new StoreClient(redis());
    }

    /** As {@link #client}, to speak to the server as a person does. */
    Redis redis() {
        return redis(server().url(), Map.of("OPS_REDIS_TIMEOUT", "5s"), System::nanoTime);
    }

    /** A client with other settings, or by another way. */
    Redis redis(String url, Map<String, String> settings, LongSupplier ticker) {
        var redis = new Redis(
                RedisSettings.of(name -> Optional.ofNullable(name.equals("REDIS_URL") ? url : settings.get(name))),
                ticker);
        clients.add(redis);
        return redis;
    }
}
