package ai.levqor.ops.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.levqor.ops.redis.FaultyWire.Fault;
import ai.levqor.ops.redis.RedisFault.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("commands that are sent before the one before them is answered")
class RedisOverlappingTest {
    private final RedisServer server = RedisServer.start();
    private FaultyWire wire;
    private Redis redis;

    @BeforeEach
    void connect() {
        wire = new FaultyWire(server.port());
        redis = RedisTest.client(wire.url(), Map.of("OPS_REDIS_TIMEOUT", "500ms"));
    }

    @AfterEach
    void end() throws IOException {
        redis.close();
        wire.close();
        server.close();
    }

    @Test
    @DisplayName("are two at a time, and answered in their order")
    void twoAtATime() {
        var told = new Told("INCR n", "INCR n", "INCR n", "INCR n");

        redis.overlapping("n", told);

        assertThat(told.log).containsExactly("next", "next", "1", "next", "2", "next", "3", "none", "4", "none");
    }

    @Test
    @DisplayName("are none where there is nothing to say")
    void nothing() {
        var told = new Told();

        redis.overlapping("n", told);

        assertThat(told.log).containsExactly("none");
        assertThat(wire.commands()).isZero();
    }

    @Test
    @DisplayName(
            "end at one that is refused; those that were sent after it are carried out, and nobody else hears their answers")
    void refused() {
        var told = new Told("INCR n", "NOSUCH n", "INCR n", "INCR n");

        assertThatExceptionOfType(RedisFault.class)
                .isThrownBy(() -> redis.overlapping("n", told))
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(Kind.REFUSED));

        assertThat(told.log).containsExactly("next", "next", "1", "next");
        assertThat(Reply.text(redis.ask("n", "ECHO", "mine"))).isEqualTo("mine");
    }

    @Test
    @DisplayName("end where whoever hears an answer has had enough")
    void enough() {
        var told = new Told("INCR n", "INCR n", "INCR n") {
            @Override
            public void answered(@Nullable Object reply) {
                throw new IllegalStateException("enough");
            }
        };

        assertThatIllegalStateException().isThrownBy(() -> redis.overlapping("n", told));

        assertThat(Reply.text(redis.ask("n", "ECHO", "mine"))).isEqualTo("mine");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("are unknown from the one on that has no answer, and are not sent again")
    void neverTwice(Fault fault) {
        wire.breakAfter(1, fault);
        var told = new Told("INCR a", "INCR b", "INCR c", "INCR d");

        assertThatExceptionOfType(RedisFault.class)
                .isThrownBy(() -> redis.overlapping("n", told))
                .satisfies(failed -> assertThat(failed.kind()).isEqualTo(Kind.UNKNOWN));

        wire.letGo();
        assertThat(told.log).containsExactly("next", "next", "1", "next");
        for (var key : List.of("a", "b", "c")) {
            assertThat(Reply.maybeText(redis.ask(key, "GET", key)).orElse("0")).isIn("0", "1");
        }
        assertThat(Reply.maybeText(redis.ask("d", "GET", "d"))).isEmpty();
    }

    /** Says these, and writes down what it is asked and told. */
    private static class Told implements Overlapping.Sequence {
        final List<String> log = new ArrayList<>();
        private final List<String> commands;

        Told(String... commands) {
            this.commands = new ArrayList<>(List.of(commands));
        }

        @Override
        public Optional<Object[]> next() {
            log.add(commands.isEmpty() ? "none" : "next");
            return commands.isEmpty()
                    ? Optional.empty()
                    : Optional.of(commands.remove(0).split(" ", -1));
        }

        @Override
        public void answered(@Nullable Object reply) {
            log.add("" + Reply.number(reply));
        }
    }
}
