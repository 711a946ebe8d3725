package ai.levqor.ops.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.levqor.ops.redis.FaultyWire.Fault;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.fleet.FleetBoard;
import ai.levqor.ops.spi.fleet.FleetBoard.Posted;
import ai.levqor.ops.spi.fleet.FleetBoardContract;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("a board on Redis")
class RedisFleetBoardTest extends FleetBoardContract {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static RedisServer server;

    private final List<RedisFleetBoard> opened = new ArrayList<>();

    @BeforeAll
    static void startServer() {
        server = RedisServer.start();
    }

    @AfterAll
    static void endServer() {
        server.close();
    }

    @BeforeEach
    void flush() {
        try (var redis = RedisTest.client(server.url(), Map.of())) {
            redis.ask("k", "FLUSHALL");
        }
    }

    @AfterEach
    void close() {
        opened.forEach(RedisFleetBoard::close);
    }

    @Override
    protected FleetBoard board() {
        var board = new RedisFleetBoard(RedisTest.client(server.url(), Map.of()));
        opened.add(board);
        return board;
    }

    @Override
    protected void passes(Duration time) {
        CompletableFuture.runAsync(
                        () -> {}, CompletableFuture.delayedExecutor(time.toMillis() + 2, TimeUnit.MILLISECONDS))
                .join();
    }

    @Test
    @DisplayName("what was left half, a report without its time, is taken down by the next post")
    void halfLeft() {
        var board = board();
        board.post("a", "x", LONG);
        try (var redis = RedisTest.client(server.url(), Map.of())) {
            redis.ask("k", "ZREM", "{levqor}:fleet", "a");
        }

        assertThat(board.post("b", "x", LONG)).extracting(Posted::instance).containsExactly("b");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("tells a fault of the wire, and is whole after it")
    void faults(Fault fault) throws IOException {
        try (var wire = new FaultyWire(server.port());
                var board = new RedisFleetBoard(RedisTest.client(wire.url(), Map.of("OPS_REDIS_TIMEOUT", "1s")))) {
            board.post("a", "first", LONG);

            wire.breakAfter(0, fault);
            assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> board.post("a", "second", LONG));
            wire.breakAfter(0, fault);
            assertThatExceptionOfType(UnavailableException.class).isThrownBy(board::instances);
            wire.breakAfter(0, fault);
            assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> board.leave("a"));
            wire.letGo();

            assertThat(board.post("a", "third", LONG))
                    .extracting(Posted::report)
                    .containsExactly("third");
        }
    }
}
