package ai.levqor.ops.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.levqor.ops.redis.RedisFault.Kind;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.queue.RedriveProgress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("a server that was started and still reads its data")
@Timeout(120)
@SuppressWarnings("NullAway.Init") // each test starts a server first
class RedisReadingTest {
    private static final String WORDS = "LOADING, the server reads its data and will answer when it is done";

    /** So long idle, connections are looked at before they are used. */
    private static final long PAUSE = Duration.ofSeconds(10).toNanos();

    private final AtomicLong ticker = new AtomicLong();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private RedisServer server;
    private Redis people;

    /** It reads for half a minute unless it is let go, which a server before 7.0 does not allow. */
    private void start() {
        server = LayoutContract.systemServer(
                "--appendonly", "yes", "--appendfsync", "always", "--key-load-delay", "100");
        people = client();
        people.ask("k", "EVAL", "for i = 1, 200000 do redis.call('SET', 'filling', i) end", 0);
    }

    private Redis client() {
        var settings = Map.of("REDIS_URL", server.url(), "OPS_REDIS_TIMEOUT", "10s");
        var client = new Redis(RedisSettings.of(name -> Optional.ofNullable(settings.get(name))), ticker::get);
        opened.add(0, client);
        return client;
    }

    private void startAgain() {
        server.startAgainReading();
        ticker.addAndGet(PAUSE);
    }

    private void letGo() {
        people.ask("k", "CONFIG", "SET", "key-load-delay", 0);
        while (Reply.text(people.ask("k", "INFO", "persistence")).contains("loading:1")) {
            Thread.onSpinWait();
        }
    }

    @AfterEach
    void end() throws Exception {
        for (var each : opened) {
            each.close();
        }
        if (server != null) {
            server.close();
        }
    }

    private static void assertUnavailable(ThrowingCallable call) {
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(call).withMessageContaining(WORDS);
    }

    @Test
    @DisplayName("refuses commands and scripts, keeps the connection, and answers by it when it is done")
    void refuses() {
        start();
        people.ask("k", "SET", "k", "kept");
        startAgain();
        var redis = client();

        assertThatExceptionOfType(RedisFault.class)
                .isThrownBy(() -> redis.ask("k", "GET", "k"))
                .withMessage("GET was refused: " + WORDS)
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED))
                .satisfies(e -> assertThat(e.code()).isEqualTo("LOADING"));
        var connection = Reply.number(redis.ask("k", "CLIENT", "ID"));
        assertThatExceptionOfType(RedisFault.class)
                .isThrownBy(() -> redis.run(new Script("none", "return 1", "0".repeat(40)), List.of("k")))
                .satisfies(e -> assertThat(e.code()).isEqualTo("LOADING"));
        assertThat(Reply.number(redis.ask("k", "CLIENT", "ID"))).isEqualTo(connection);

        letGo();
        assertThat(Reply.text(redis.ask("k", "GET", "k"))).isEqualTo("kept");
        assertThat(Reply.number(redis.ask("k", "CLIENT", "ID"))).isEqualTo(connection);
    }

    @Test
    @DisplayName("makes stores and queues unavailable, and they go on by themselves where they were")
    void stores() {
        start();
        var state = new RedisStateStore(new StoreClient(client()));
        var queue = QueueScene.queue(client(), Map.of(), RedisListQueue.LIFE);
        var layout = new BullMqQueue(client(), "bull", "jobs", Clock.systemUTC());
        opened.addAll(0, List.of(state, queue, layout));
        assertThat(state.compareAndSet("scale", Optional.empty(), "one")).isPresent();
        QueueScene.push(people, "jobs:dead", 0, 5, number -> "job-" + number);
        queue.beginRedrive("first");
        queue.moveBatch("first", 2, 3);
        people.ask("k", "LPUSH", "bull:jobs:wait", "1");
        startAgain();

        assertUnavailable(() -> state.read("scale"));
        assertUnavailable(() -> state.compareAndSet("other", Optional.empty(), "two"));
        assertUnavailable(() -> queue.depth());
        assertUnavailable(() -> queue.moveBatch("first", 2, 3));
        assertUnavailable(layout::depth);
        assertUnavailable(layout::deadLetters);
        assertUnavailable(() -> layout.beginRedrive("first"));

        letGo();
        assertThat(state.read("scale").orElseThrow().value()).isEqualTo("one");
        assertThat(state.read("other")).isEmpty();
        assertThat(queue.moveBatch("first", 10, 3)).isEqualTo(new RedriveProgress(5, 5, 0, 0));
        assertThat(layout.depth().ready()).isEqualTo(1);
        assertThat(layout.beginRedrive("first")).isEqualTo(new RedriveProgress(0, 0, 0, 0));
    }
}
