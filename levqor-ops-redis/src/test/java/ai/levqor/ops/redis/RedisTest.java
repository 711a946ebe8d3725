package ai.levqor.ops.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.levqor.ops.redis.FaultyWire.Fault;
import ai.levqor.ops.redis.RedisFault.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("the client, over a wire that goes wrong,")
class RedisTest {
    private static RedisServer server;

    private FaultyWire wire;
    private Redis redis;

    @BeforeAll
    static void startServer() {
        server = RedisServer.start();
    }

    @AfterAll
    static void endServer() {
        server.close();
    }

    @BeforeEach
    void connect() {
        wire = new FaultyWire(server.port());
        redis = client(wire.url(), Map.of("OPS_REDIS_TIMEOUT", "1s"));
        redis.ask("k", "FLUSHALL");
    }

    @AfterEach
    void disconnect() throws IOException {
        redis.close();
        wire.close();
    }

    static Redis client(String url, Map<String, String> others) {
        var settings = RedisSettings.of(
                name -> name.equals("REDIS_URL") ? Optional.of(url) : Optional.ofNullable(others.get(name)));
        return new Redis(settings, System::nanoTime);
    }

    @Test
    @DisplayName("asks and is answered")
    void asks() {
        assertThat(Reply.text(redis.ask("k", "SET", "k", "v"))).isEqualTo("OK");
        assertThat(Reply.text(redis.ask("k", "GET", "k"))).isEqualTo("v");
        assertThat(Reply.number(redis.ask("k", "INCRBY", "n", 7L))).isEqualTo(7);
        assertThat(Reply.maybeText(redis.ask("k", "GET", "none"))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("sends no command twice, says what is known of it, and goes on with the next")
    void neverTwice(Fault fault) {
        wire.breakAfter(0, fault);

        assertThatExceptionOfType(RedisFault.class)
                .isThrownBy(() -> redis.ask("n", "INCR", "n"))
                .satisfies(failed -> assertThat(failed.kind()).isEqualTo(Kind.UNKNOWN));

        wire.letGo();
        assertThat(Reply.number(redis.ask("n", "INCR", "other"))).isEqualTo(1);
        assertThat(Reply.maybeText(redis.ask("n", "GET", "n")).orElse("0")).isIn("0", "1");
    }

    @Test
    @DisplayName("runs a script that the server does not know yet")
    void scripts() {
        var script = new Script("test", "return {KEYS[1], ARGV[1]}", "0".repeat(40));

        assertThat(Reply.texts(redis.run(script, List.of("k"), "v"))).containsExactly("k", "v");
    }

    @Test
    @DisplayName("waits no longer once its thread is interrupted")
    void interrupted() throws InterruptedException {
        try (var patient = client(server.url(), Map.of("OPS_REDIS_TIMEOUT", "10s"))) {
            var caught = new AtomicReference<Throwable>();
            var begun = new CountDownLatch(1);
            var thread = new Thread(() -> {
                begun.countDown();
                try {
                    patient.ask("k", "BLPOP", "k", 0);
                } catch (RedisFault e) {
                    caught.set(e);
                }
            });
            thread.start();
            begun.await();
            thread.interrupt();
            thread.join(5_000);

            assertThat(thread.isAlive()).isFalse();
            assertThat(caught.get()).isInstanceOf(RedisFault.class);
        }
    }

    @Test
    @DisplayName(
            "is not asked by every call while nobody answers, tells it in the same words, and is asked again by itself")
    void backsOff() {
        redis.ask("k", "SET", "k", "v");
        wire.refusing();

        var faults = new ArrayList<RedisFault>();
        for (int i = 0; i < 20; i++) {
            try {
                redis.ask("k", "GET", "k");
            } catch (RedisFault e) {
                faults.add(e);
            }
        }
        assertThat(faults).hasSize(20).anyMatch(fault -> fault.getCause() == null);
        assertThat(faults.stream()
                        .filter(fault -> fault.kind() == Kind.NOT_SENT)
                        .map(RedisFault::getMessage)
                        .distinct())
                .hasSize(1);

        wire.accepting();
        var answer = Optional.<String>empty();
        while (answer.isEmpty()) {
            try {
                answer = Reply.maybeText(redis.ask("k", "GET", "k"));
            } catch (RedisFault e) {
                Thread.onSpinWait();
            }
        }
        assertThat(answer).contains("v");
    }
}
