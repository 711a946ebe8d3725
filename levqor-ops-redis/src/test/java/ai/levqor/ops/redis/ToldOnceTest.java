package ai.levqor.ops.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.levqor.ops.redis.FaultyWire.Fault;
import ai.levqor.ops.spi.UnavailableException;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

@DisplayName("how the server is")
class ToldOnceTest {
    @RegisterExtension
    static final FreshRedis REDIS = FreshRedis.of62();

    private final Logger log = (Logger) LoggerFactory.getLogger(RedisStateStore.class);
    private final ListAppender<ILoggingEvent> told = new ListAppender<>();

    @BeforeEach
    void listen() {
        told.start();
        log.addAppender(told);
    }

    @AfterEach
    void listenNoMore() {
        log.detachAppender(told);
    }

    private List<String> told() {
        return told.list.stream()
                .filter(event -> event.getLevel().levelInt > Level.DEBUG_INT)
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }

    @Test
    @DisplayName("is told after the first use, and once")
    void once() {
        var store = new RedisStateStore(REDIS.client());
        assertThat(told()).isEmpty();

        var version = store.compareAndSet("scale", Optional.empty(), "one");

        var all = List.of(
                "INFO Redis " + store.condition().version() + ", durability: NONE",
                "WARN Redis: nothing is kept on the server's disk: flags, state and fires are lost when it ends");
        assertThat(told()).isEqualTo(all);
        assertThat(store.read("scale")).isPresent();
        assertThat(store.compareAndSet("scale", version, "two")).isPresent();
        assertThat(told()).isEqualTo(all);
    }

    @Test
    @DisplayName("spoils no write when it cannot be told, and is told after the next")
    void later() throws IOException {
        try (var wire = new FaultyWire(REDIS.server().port())) {
            var redis = REDIS.redis(wire.url(), Map.of("OPS_REDIS_TIMEOUT", "1s"), System::nanoTime);
            var store = new RedisStateStore(new StoreClient(redis));
            wire.breakAfter(0, Fault.CUT_BEFORE);
            assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> store.read("scale"));
            assertThat(told()).isEmpty();
            wire.breakAfter(1, Fault.REPLY_LOST);

            assertThat(store.read("scale")).isEmpty();
            assertThat(wire.broken()).isTrue();
            assertThat(told()).isEmpty();

            assertThat(store.read("scale")).isEmpty();
            assertThat(told()).hasSize(2);
        }
    }
}
