package ai.levqor.ops.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.util.JedisClusterCRC16;

/** Three real servers that are one cluster; each has a third of the slots. */
final class RedisCluster implements AutoCloseable {
    private static final int SLOTS = 16_384;
    private static final int NODES = 3;

    private final List<RedisServer> nodes = new ArrayList<>();

    /** One that is ready. */
    static RedisCluster start() {
        var cluster = new RedisCluster();
        try {
            for (int node = 0; node < NODES; node++) {
                cluster.nodes.add(node());
            }
            cluster.meet();
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** One whose port leaves room for that of the cluster's bus, which is 10,000 higher. */
    private static RedisServer node() {
        for (int attempt = 0; attempt < 20; attempt++) {
            try {
                return RedisServer.start("--cluster-enabled", "yes");
            } catch (IllegalStateException e) {
                assertThat(e).hasMessageContaining("port number too high");
            }
        }
        throw new IllegalStateException("there is no port for a node");
    }

    private void meet() {
        for (int node = 0; node < NODES; node++) {
            try (var client = RedisTest.client(nodes.get(node).url(), Map.of())) {
                var words = new ArrayList<Object>(List.of("CLUSTER", "ADDSLOTS"));
                for (int slot = node * SLOTS / NODES; slot < (node + 1) * SLOTS / NODES; slot++) {
                    words.add(slot);
                }
                client.ask("any", words.toArray());
                client.ask("any", "CLUSTER", "MEET", "127.0.0.1", nodes.get(0).port());
            }
        }
        for (var node : nodes) {
            try (var client = RedisTest.client(node.url(), Map.of())) {
                while (!Reply.text(client.ask("any", "CLUSTER", "INFO")).contains("cluster_state:ok")) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    List<RedisServer> nodes() {
        return List.copyOf(nodes);
    }

    /** The address of one of them. */
    String url() {
        return nodes.get(0).url();
    }

    /** Who has the key. */
    RedisServer ownerOf(String key) {
        return nodes.get(owner(key));
    }

    /** Somebody who does not have the key. */
    RedisServer strangerTo(String key) {
        return nodes.get((owner(key) + 1) % NODES);
    }

    private static int owner(String key) {
        var slot = JedisClusterCRC16.getSlot(key);
        var owner = 0;
        while (slot >= (owner + 1) * SLOTS / NODES) {
            owner++;
        }
        return owner;
    }

    @Override
    public void close() {
        nodes.forEach(RedisServer::close);
    }
}
