package ai.levqor.ops.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.queue.RedriveProgress;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.util.JedisClusterCRC16;

@DisplayName("in a cluster of three")
@Timeout(120)
class QueueClusterTest {
    private static RedisCluster cluster;

    @BeforeAll
    static void start() {
        cluster = RedisCluster.start();
    }

    @AfterAll
    static void end() {
        cluster.close();
    }

    @Test
    @DisplayName("names without a hash tag are a mistake, which tells how they must be")
    void untagged() {
        try (var queue = QueueScene.queue(cluster.url(), Map.of())) {
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(queue::selfCheck)
                    .withMessageContaining("must share a hash tag");
            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(queue::depth)
                    .withMessageContaining("must share a hash tag");
        }
    }

    @Test
    @DisplayName("names with a hash tag work, whichever node is asked first")
    void tagged() throws Exception {
        for (var node : cluster.nodes()) {
            try (var host = RedisTest.client(node.url(), Map.of());
                    var queue = QueueScene.queue(node.url(), Map.of("OPS_REDIS_QUEUE", "{jobs}"))) {
                host.ask("{jobs}", "LPUSH", "{jobs}", "a");

                queue.selfCheck();
                queue.take(Duration.ofSeconds(30)).orElseThrow().fail();
                queue.beginRedrive("by " + node.port());
                var moved = queue.moveBatch("by " + node.port(), 10, 3);
                queue.take(Duration.ofSeconds(30)).orElseThrow().done();

                assertThat(moved).isEqualTo(new RedriveProgress(1, 1, 0, 0));
                assertThat(queue.depth().ready()).isZero();
            }
        }
    }

    @Test
    @DisplayName("thousands of jobs are redriven in transactions where they are, whichever node is asked first")
    void large() {
        var owner = cluster.ownerOf("{jobs}");
        try (var host = RedisTest.client(owner.url(), Map.of())) {
            for (var node : cluster.nodes()) {
                host.ask("{jobs}", "FLUSHALL");
                host.ask("{jobs}", "CONFIG", "RESETSTAT");
                QueueScene.push(host, "{jobs}:dead", 0, 5_000, job -> "job " + job);
                try (var queue = QueueScene.queue(node.url(), Map.of("OPS_REDIS_QUEUE", "{jobs}"))) {
                    var progress = queue.beginRedrive("large");
                    while (!progress.finished()) {
                        progress = queue.moveBatch("large", 5_000, 3);
                    }

                    assertThat(progress).isEqualTo(new RedriveProgress(5_000, 5_000, 0, 0));
                }
                assertThat(QueueScene.all(host, "{jobs}:retry"))
                        .isEqualTo(IntStream.range(0, 5_000)
                                .mapToObj(job -> "job " + job)
                                .toList());
                assertThat(Reply.number(host.ask("{jobs}", "EXISTS", "{jobs}:dead", "{jobs}:uncounted")))
                        .isEqualTo(1);
            }
            host.ask("{jobs}", "FLUSHALL");
        }
    }

    @Test
    @DisplayName("a key whose slot is on the move is found at the node that it moves to, this time and no longer")
    void onTheMove() {
        var key = "{jobs}:moving";
        var slot = JedisClusterCRC16.getSlot(key);
        var from = cluster.ownerOf(key);
        var to = cluster.strangerTo(key);
        try (var source = RedisTest.client(from.url(), Map.of());
                var target = RedisTest.client(to.url(), Map.of());
                var client = RedisTest.client(cluster.url(), Map.of())) {
            target.ask("any", "CLUSTER", "SETSLOT", slot, "IMPORTING", id(from));
            source.ask("any", "CLUSTER", "SETSLOT", slot, "MIGRATING", id(to));

            client.ask(key, "SET", key, "v");
            assertThat(Reply.text(client.ask(key, "GET", key))).isEqualTo("v");
            assertThat(Reply.number(client.ask(key, "DEL", key))).isEqualTo(1);

            source.ask("any", "CLUSTER", "SETSLOT", slot, "STABLE");
            target.ask("any", "CLUSTER", "SETSLOT", slot, "STABLE");
            client.ask(key, "SET", key, "at home");
            assertThat(Reply.text(source.ask(key, "GET", key))).isEqualTo("at home");
            client.ask(key, "DEL", key);
        }
    }

    private static String id(RedisServer node) {
        try (var client = RedisTest.client(node.url(), Map.of())) {
            return Reply.text(client.ask("any", "CLUSTER", "MYID"));
        }
    }
}
