package ai.levqor.ops.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
@DisplayName("a master that a sentinel watches")
class RedisSentinelTest {
    private RedisServer master;
    private RedisServer replica;
    private RedisServer sentinel;
    private Redis redis;

    @BeforeEach
    void start() {
        master = RedisServer.start();
        replica = RedisServer.start("--replicaof", "127.0.0.1", "" + master.port());
        try (var direct = RedisTest.client(master.url(), Map.of())) {
            while (!Reply.text(direct.ask("k", "INFO", "replication")).contains("state=online")) {
                Thread.onSpinWait();
            }
        }
        sentinel = RedisServer.startSentinel(master.port());
        redis = RedisTest.client(
                "redis://127.0.0.1:" + RedisServer.freePort(),
                Map.of("OPS_REDIS_SENTINEL_MASTER", "mymaster", "OPS_REDIS_NODES", "127.0.0.1:" + sentinel.port()));
    }

    @AfterEach
    void end() {
        redis.close();
        sentinel.close();
        replica.close();
        master.close();
    }

    @Test
    @DisplayName("is found by a sentinel that answers, though the first does not, and so is its successor when it dies")
    void dies() {
        redis.ask("k", "SET", "k", "kept");
        awaitReplicated();

        master.kill();
        var value = awaitAnswer("GET", "k");
        awaitAnswer("SET", "k", "by the successor");

        assertThat(value).isEqualTo("kept");
        assertThat(valueAt(replica)).isEqualTo("by the successor");
    }

    @Test
    @DisplayName("is left when it was made a replica, as soon as it refuses a change")
    void demoted() {
        redis.ask("k", "SET", "k", "kept");
        awaitReplicated();
        try (var watcher = RedisTest.client(sentinel.url(), Map.of())) {
            while (true) {
                try {
                    watcher.ask("k", "SENTINEL", "FAILOVER", "mymaster");
                    break;
                } catch (RedisFault e) {
                    // It has not heard of the replica yet.
                    assertThat(e.code()).isEqualTo("NOGOODSLAVE");
                }
            }
        }
        while (!isMaster(replica)) {
            Thread.onSpinWait();
        }

        awaitAnswer("SET", "k", "by the successor");
        while (!valueAt(replica).equals("by the successor")) {
            awaitAnswer("SET", "k", "by the successor");
        }
    }

    /** A sentinel cuts the connections of a server that it promotes. */
    private static boolean isMaster(RedisServer server) {
        try (var direct = RedisTest.client(server.url(), Map.of())) {
            return Reply.text(direct.ask("k", "INFO", "replication")).contains("role:master");
        } catch (RedisFault e) {
            return false;
        }
    }

    private void awaitReplicated() {
        while (!valueAt(replica).equals("kept")) {
            Thread.onSpinWait();
        }
    }

    private static String valueAt(RedisServer server) {
        try (var direct = RedisTest.client(server.url(), Map.of())) {
            return Reply.maybeText(direct.ask("k", "GET", "k")).orElse("");
        }
    }

    /** Asks until there is an answer: what was asked may be asked again. */
    private String awaitAnswer(String command, Object... words) {
        var all = new Object[words.length + 1];
        all[0] = command;
        System.arraycopy(words, 0, all, 1, words.length);
        while (true) {
            try {
                return Reply.text(redis.ask("k", all));
            } catch (RedisFault e) {
                Thread.onSpinWait();
            }
        }
    }
}
