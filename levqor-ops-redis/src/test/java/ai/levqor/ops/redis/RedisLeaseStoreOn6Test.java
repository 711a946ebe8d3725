package ai.levqor.ops.redis;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;

@DisplayName("leases in Redis 6.2")
class RedisLeaseStoreOn6Test extends RedisLeaseStoreContract {
    private static RedisServer server;

    RedisLeaseStoreOn6Test() {
        super(server);
    }

    @BeforeAll
    static void startServer() {
        server = RedisServer.start();
    }

    @AfterAll
    static void endServer() {
        server.close();
    }
}
