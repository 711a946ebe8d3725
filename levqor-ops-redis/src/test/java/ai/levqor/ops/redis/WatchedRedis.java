package ai.levqor.ops.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;

/** A real master with a replica, and a sentinel that watches them. */
final class WatchedRedis implements AutoCloseable {
    /** A process that writes a copy to the disk would outlive its server. */
    static final String[] WITHOUT_DISK = {"--repl-diskless-sync", "yes", "--repl-diskless-sync-delay", "0"};

    private final RedisServer master;
    private final RedisServer replica;
    private final RedisServer sentinel;

    private WatchedRedis(RedisServer master, RedisServer replica, RedisServer sentinel) {
        this.master = master;
        this.replica = replica;
        this.sentinel = sentinel;
    }

    /** Those that are ready, the replica too. */
    static WatchedRedis start() {
        var master = RedisServer.start(WITHOUT_DISK);
        var replica = RedisServer.start(WITHOUT_DISK);
        replicate(replica, master);
        try (var direct = RedisTest.client(master.url(), Map.of())) {
            while (!Reply.text(direct.ask("k", "INFO", "replication")).contains("state=online")) {
                Thread.onSpinWait();
            }
        }
        return new WatchedRedis(master, replica, RedisServer.startSentinel(master.port()));
    }

    RedisServer master() {
        return master;
    }

    /** Who becomes the master when the first is gone. */
    RedisServer replica() {
        return replica;
    }

    /** A client that finds the master by the sentinel; the first sentinel that it is told of is not there. */
    Redis client(Map<String, String> others) {
        var settings = new HashMap<>(others);
        settings.put("OPS_REDIS_SENTINEL_MASTER", "mymaster");
        settings.put("OPS_REDIS_NODES", "127.0.0.1:" + sentinel.port());
        return RedisTest.client("redis://127.0.0.1:" + RedisServer.freePort(), settings);
    }

    /** Until the replica has all that the master has done by now. */
    void awaitReplicated() {
        try (var direct = RedisTest.client(master.url(), Map.of("OPS_REDIS_TIMEOUT", "10s"))) {
            direct.ask("k", "SET", "waited", "for");
            while (Reply.number(direct.ask("k", "WAIT", 1, 1_000)) < 1) {
                Thread.onSpinWait();
            }
        }
    }

    private static void replicate(RedisServer replica, RedisServer master) {
        try (var direct = RedisTest.client(replica.url(), Map.of())) {
            direct.ask("k", "REPLICAOF", "127.0.0.1", master.port());
        }
    }

    /** Has the sentinel make the replica the master, and waits until it is. */
    void failOver() {
        askForFailOver();
        awaitRole(replica, "master");
    }

    /** Until the first master is the replica of the second. */
    void awaitDemoted() {
        awaitRole(master, "slave");
    }

    private static void awaitRole(RedisServer server, String role) {
        while (!hasRole(server, role)) {
            Thread.onSpinWait();
        }
    }

    /** A sentinel cuts the connections of a server whose role it changes. */
    private static boolean hasRole(RedisServer server, String role) {
        try (var direct = RedisTest.client(server.url(), Map.of())) {
            return Reply.text(direct.ask("k", "INFO", "replication")).contains("role:" + role);
        } catch (RedisFault e) {
            return false;
        }
    }

    private void askForFailOver() {
        try (var watcher = RedisTest.client(sentinel.url(), Map.of())) {
            while (true) {
                try {
                    watcher.ask("k", "SENTINEL", "FAILOVER", "mymaster");
                    return;
                } catch (RedisFault e) {
                    // It has not heard of the replica yet.
                    assertThat(e.code()).isEqualTo("NOGOODSLAVE");
                }
            }
        }
    }

    /** Makes the replica a master of its own, which hears nothing of the first any more; the sentinel names it from now on. */
    void split() {
        try (var second = RedisTest.client(replica.url(), Map.of());
                var watcher = RedisTest.client(sentinel.url(), Map.of())) {
            second.ask("k", "REPLICAOF", "NO", "ONE");
            watcher.ask("k", "SENTINEL", "REMOVE", "mymaster");
            watcher.ask("k", "SENTINEL", "MONITOR", "mymaster", "127.0.0.1", replica.port(), 1);
        }
    }

    @Override
    public void close() {
        sentinel.close();
        replica.close();
        master.close();
    }
}
