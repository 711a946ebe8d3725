package ai.levqor.ops.examples.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.redis.RedisServer;
import ai.levqor.ops.spi.LongTests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/**
 * {@code -Dlevqor.fleet.away=300} keeps Redis away for five minutes, {@code -Dlevqor.fleet.incidents=1000} asks for more
 * recoveries.
 */
@Timeout(900)
@DisplayName("Several JVMs on one real Redis")
class FleetOnRedisTest {
    private static final String FLAGS = "{levqor}:flags";
    private static final int INCIDENTS = Integer.getInteger("levqor.fleet.incidents", LongTests.times(100));
    private static final int SECONDS_AWAY = Integer.getInteger("levqor.fleet.away", 3);

    private final List<Child> children = new ArrayList<>();
    private RedisServer server;
    private Path folder;

    @BeforeEach
    void startServer(@TempDir Path own) {
        folder = own;
        server = RedisServer.start("--appendonly", "yes");
    }

    @AfterEach
    void endAll() throws InterruptedException {
        for (var child : children) {
            child.end();
        }
        server.close();
    }

    @Test
    @DisplayName("share the workers; when the leader is killed another leads, and the others take its share")
    void leaderDies() throws Exception {
        flags(Map.of("WORKER_COUNT", "5", "AUTOSCALE_ENABLED", "true"));
        var a = begin("a");
        a.await(line -> line.endsWith("here 5"));
        var b = begin("b");
        var c = begin("c");

        a.await(line -> line.contains("NOTHING_TO_DO") && line.endsWith("here 2"));
        b.await(line -> line.contains("NOT_LEADING") && line.endsWith("here 2"));
        c.await(line -> line.contains("NOT_LEADING") && line.endsWith("here 1"));

        a.kill();
        b.await(line -> line.endsWith("here 3"));
        c.await(line -> line.endsWith("here 2"));
        b.forget();
        c.forget();
        assertThat(List.of(result(b), result(c))).containsExactlyInAnyOrder("NOTHING_TO_DO", "NOT_LEADING");
    }

    @Test
    @DisplayName("are asked all at once to recover by one name, and one does: each incident is run once")
    void recoverOnce() throws Exception {
        flags(Map.of("INCIDENT_AUTORECOVER", "true"));
        var names = List.of("a", "b", "c", "d", "e", "f", "g", "h");
        var instances = names.stream().map(this::begin).toList();
        try (var redis = new Jedis("127.0.0.1", server.port())) {
            for (int i = 0; i < 40; i++) {
                redis.lpush("jobs", "bad " + i);
            }
        }
        awaitDead(40);

        for (int i = 0; i < INCIDENTS; i++) {
            for (var instance : instances) {
                instance.say("recover incident-" + i);
            }
        }
        for (int i = 0; i < INCIDENTS; i++) {
            var name = "RECOVERED incident-" + i + " ";
            var answers = new HashSet<String>();
            for (var instance : instances) {
                answers.add(instance.await(line -> line.startsWith(name)));
            }
            assertThat(answers).hasSize(1);
        }

        var lines = new ArrayList<String>();
        for (var log : names) {
            var file = folder.resolve(log).resolve("logs/incidents.log");
            if (Files.exists(file)) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        for (int i = 0; i < INCIDENTS; i++) {
            var id = "\"incident-" + i + "\"";
            assertThat(lines).filteredOn(line -> line.contains(id)).as(id).hasSize(1);
        }
    }

    @Test
    @DisplayName("go on by themselves when Redis was away: nothing was decided meanwhile, nobody ended")
    void redisAway() throws Exception {
        flags(Map.of("WORKER_COUNT", "4", "AUTOSCALE_ENABLED", "true"));
        var a = begin("a");
        var b = begin("b");
        a.await(line -> line.endsWith("here 2"));
        b.await(line -> line.endsWith("here 2"));

        server.kill();
        a.await(line -> line.contains("HOLD NOT_LEADING"));
        b.await(line -> line.contains("HOLD NOT_LEADING"));
        a.forget();
        b.forget();
        for (int second = 0; second < SECONDS_AWAY; second++) {
            for (var instance : List.of(a, b)) {
                assertThat(instance.await(line -> line.startsWith("DECIDED"))).endsWith("HOLD NOT_LEADING of 4 here 2");
            }
        }
        a.say("recover while-away");
        assertThat(a.await(line -> line.startsWith("RECOVERED"))).isEqualTo("RECOVERED while-away REFUSED");

        server.startAgain();
        a.forget();
        b.forget();
        var leads = new ArrayList<String>();
        leads.add(a.await(line -> line.contains("of 4")));
        leads.add(b.await(line -> line.contains("of 4")));
        assertThat(leads).allSatisfy(line -> assertThat(line).endsWith("here 2"));
    }

    private static String result(Child child) throws InterruptedException {
        return child.await(line -> line.startsWith("DECIDED")).split(" ", -1)[2];
    }

    private void awaitDead(int count) throws InterruptedException {
        try (var redis = new Jedis("127.0.0.1", server.port())) {
            for (long seen = 0; seen < count; seen = redis.llen("jobs:dead")) {
                Thread.onSpinWait();
            }
        }
    }

    private void flags(Map<String, String> fields) {
        try (var redis = new Jedis("127.0.0.1", server.port())) {
            redis.hset(FLAGS, fields);
        }
    }

    private Child begin(String name) {
        try {
            var own = Files.createDirectories(folder.resolve(name));
            var environment = new HashMap<String, String>();
            environment.put("REDIS_URL", server.url());
            environment.put("OPS_FLEET_TTL", "3s");
            environment.put("OPS_RECOVER_PER_HOUR", "100000");
            environment.put("OPS_SCHEDULER", "off");
            var child = new Child(name, own, environment);
            children.add(child);
            child.await(line -> line.equals("READY " + name));
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
