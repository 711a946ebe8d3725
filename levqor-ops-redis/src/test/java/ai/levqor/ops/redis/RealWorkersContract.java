package ai.levqor.ops.redis;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.redis.FaultyWire.Fault;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.queue.RedriveProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a layout promises of the real library whose layout it is. Each test has a server and workers of its own. */
@Timeout(300)
abstract class RealWorkersContract {
    private RedisServer server;
    private RealWorkers workers;
    private Redis redis;
    private LayoutQueue queue;

    @BeforeEach
    void start() {
        RealWorkers.needs(Path.of("/usr/bin/redis-server"), "redis-server of this system");
        server = server();
        redis = RedisTest.client(server.url(), Map.of());
        queue = layout(RedisTest.client(server.url(), Map.of()));
        workers = workers(server.port());
    }

    @AfterEach
    void end() {
        if (workers != null) {
            workers.close();
        }
        if (server != null) {
            queue.close();
            redis.close();
            server.close();
        }
    }

    /** The server, Redis 7 of this system unless a layout needs another. */
    RedisServer server() {
        return RedisServer.startSystem();
    }

    abstract RealWorkers workers(int port);

    abstract LayoutQueue layout(Redis redis);

    final RealWorkers workers() {
        return workers;
    }

    final Redis redis() {
        return redis;
    }

    final LayoutQueue queue() {
        return queue;
    }

    @Test
    @DisplayName("what its workers failed is counted as they count it, goes back, and they do each job once")
    void redriven() {
        workers.tell("add", "0", "10");
        assertThat(queue.depth().ready())
                .isEqualTo(10)
                .isEqualTo(workers.counts().get(0));
        workers.tell("add", "1", "30");
        workers.tell("work");
        assertCounts(0, 30);

        redrive("first", 7, 3);
        assertCounts(30, 0);
        assertThat(queue.deadLetters().retrying()).isEqualTo(30);
        workers.tell("work");

        assertCounts(0, 0);
        assertThat(queue.deadLetters().retrying()).isZero();
        assertDoneOnce(40);
    }

    @Test
    @DisplayName("a job that fails after each redrive ends in quarantine, and its workers do not see it again")
    void poison() {
        workers.tell("add", "99", "5");
        workers.tell("add", "2", "20");
        workers.tell("work");
        for (var name : List.of("first", "second", "third")) {
            redrive(name, 10, 2);
            workers.tell("work");
        }

        var dead = queue.deadLetters();
        assertThat(List.of(dead.dead(), dead.retrying(), dead.quarantined())).isEqualTo(List.of(0L, 0L, 5L));
        assertCounts(0, 0);
        assertThat(done())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(5, 25).mapToObj(Integer::toString).toList());
    }

    @Test
    @DisplayName("over a wire that loses an answer at whichever command, its workers do each job once")
    void answersLost() throws IOException {
        var added = 0;
        for (int others = 0; others < 6; others++) {
            workers.tell("add", "1", "10");
            added += 10;
            workers.tell("work");
            try (var wire = new FaultyWire(server.port());
                    var faulty = layout(RedisTest.client(wire.url(), Map.of()))) {
                wire.breakAfter(others, others % 2 == 0 ? Fault.REPLY_LOST : Fault.RESET_BEFORE);
                var name = "redrive " + others;
                var progress = untilAnswered(() -> faulty.beginRedrive(name));
                while (!progress.finished()) {
                    progress = untilAnswered(() -> faulty.moveBatch(name, 3, 3));
                }
                assertThat(progress).isEqualTo(new RedriveProgress(10, 10, 0, 0));
            }
            workers.tell("work");
        }
        assertDoneOnce(added);
    }

    private static RedriveProgress untilAnswered(Supplier<RedriveProgress> call) {
        while (true) {
            try {
                return call.get();
            } catch (UnavailableException e) {
                Thread.onSpinWait();
            }
        }
    }

    /** Ours and the library's own. */
    final void assertCounts(long ready, long dead) {
        assertThat(List.of(
                        queue.depth().ready(),
                        queue.depth().inFlight(),
                        queue.deadLetters().dead()))
                .as("ready, in flight, dead")
                .isEqualTo(List.of(ready, 0L, dead))
                .isEqualTo(workers.counts());
    }

    final void redrive(String name, int most, int mostRedrives) {
        var progress = queue.beginRedrive(name);
        while (!progress.finished()) {
            progress = queue.moveBatch(name, most, mostRedrives);
        }
    }

    final List<String> done() {
        return Reply.texts(redis.ask("done", "LRANGE", "done", 0, -1));
    }

    final void assertDoneOnce(int jobs) {
        assertThat(done())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, jobs).mapToObj(Integer::toString).toList());
    }
}
