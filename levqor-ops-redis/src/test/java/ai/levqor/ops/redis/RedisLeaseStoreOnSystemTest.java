package ai.levqor.ops.redis;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;

@DisplayName("leases in the Redis of this system")
class RedisLeaseStoreOnSystemTest extends RedisLeaseStoreContract {
    private static Optional<RedisServer> server = Optional.empty();

    RedisLeaseStoreOnSystemTest() {
        super(server.orElseThrow());
    }

    @BeforeAll
    static void startServer() {
        assumeTrue(RedisServer.hasSystem(), "there is no Redis on this system");
        server = Optional.of(RedisServer.startSystem());
    }

    @AfterAll
    static void endServer() {
        server.ifPresent(RedisServer::close);
    }
}
