package ai.levqor.ops.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.levqor.ops.redis.RedisFault.Kind;
import ai.levqor.ops.spi.UnavailableException;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("a replica that has lost its master, and may not answer from what it has,")
@Timeout(120)
class RedisMasterDownTest {
    private static final Map<String, String> PATIENT = Map.of("OPS_REDIS_TIMEOUT", "10s");
    private static final String WORDS = "MASTERDOWN, the replica has lost its master";

    private RedisServer master;
    private RedisServer replica;

    @BeforeEach
    void start() {
        master = RedisServer.start(WatchedRedis.WITHOUT_DISK);
        replica = RedisServer.start("--replica-serve-stale-data", "no");
    }

    @AfterEach
    void end() {
        replica.close();
        master.close();
    }

    private static void replicate(Redis people, int port) {
        people.ask("k", "REPLICAOF", "127.0.0.1", port);
    }

    private static void awaitLink(Redis people, String state) {
        while (!Reply.text(people.ask("k", "INFO", "replication")).contains("master_link_status:" + state)) {
            Thread.onSpinWait();
        }
    }

    private static void assertMasterDown(Redis redis) {
        assertThatExceptionOfType(RedisFault.class)
                .isThrownBy(() -> redis.ask("k", "GET", "k"))
                .withMessage("GET was refused: " + WORDS)
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED))
                .satisfies(e -> assertThat(e.code()).isEqualTo("MASTERDOWN"));
    }

    @Test
    @DisplayName("says so to commands, stores and queues, and all goes on when the master is back")
    void alone() {
        try (var people = RedisTest.client(replica.url(), PATIENT);
                var redis = RedisTest.client(replica.url(), PATIENT);
                var state = new RedisStateStore(new StoreClient(RedisTest.client(replica.url(), PATIENT)));
                var layout =
                        new BullMqQueue(RedisTest.client(replica.url(), PATIENT), "bull", "jobs", Clock.systemUTC())) {
            replicate(people, master.port());
            awaitLink(people, "up");
            assertThat(redis.ask("k", "GET", "k")).isNull();
            master.kill();
            awaitLink(people, "down");

            assertMasterDown(redis);
            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> state.read("scale"))
                    .withMessageContaining(WORDS);
            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(layout::depth)
                    .withMessageContaining(WORDS);

            master.startAgain();
            awaitLink(people, "up");
            assertThat(redis.ask("k", "GET", "k")).isNull();
            assertThat(state.read("scale")).isEmpty();
        }
    }

    @Test
    @DisplayName("is left for the master that the sentinel names by then, at the next call")
    void behindSentinel() {
        try (var sentinel = RedisServer.startSentinel(replica.port());
                var watcher = RedisTest.client(sentinel.url(), PATIENT);
                var people = RedisTest.client(replica.url(), PATIENT);
                var redis = RedisTest.client(
                        sentinel.url(), Map.of("OPS_REDIS_TIMEOUT", "10s", "OPS_REDIS_SENTINEL_MASTER", "mymaster"))) {
            redis.ask("k", "SET", "k", "at the first");
            replicate(people, RedisServer.freePort());
            watcher.ask("k", "SENTINEL", "REMOVE", "mymaster");
            watcher.ask("k", "SENTINEL", "MONITOR", "mymaster", "127.0.0.1", master.port(), 1);

            assertMasterDown(redis);

            redis.ask("k", "SET", "k", "at the second");
            try (var second = RedisTest.client(master.url(), PATIENT)) {
                assertThat(Reply.text(second.ask("k", "GET", "k"))).isEqualTo("at the second");
            }
        }
    }
}
