package ai.levqor.ops.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ai.levqor.ops.redis.FaultyWire.Fault;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.queue.DeadLetterQueue;
import ai.levqor.ops.spi.queue.DeadLetterQueueContract;
import ai.levqor.ops.spi.queue.DeliveringQueue;
import ai.levqor.ops.spi.queue.Delivery;
import ai.levqor.ops.spi.queue.QueueDepth;
import ai.levqor.ops.spi.queue.RedriveProgress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** What every layout promises beyond the contracts: fences, and no harm from a wire that goes wrong. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LayoutContract extends DeadLetterQueueContract<String> {
    private static final int JOBS = 7;
    private RedisServer server;

    private FaultyWire wire;
    private LayoutQueue queue;
    private Redis direct;
    private LayoutWorkers workers;
    private int given;

    @BeforeAll
    void startServer() {
        server = newServer();
    }

    @AfterAll
    void endServer() {
        if (server != null) {
            server.close();
        }
    }

    /** The server to test with; Redis 6.2 if it matters not. */
    RedisServer newServer() {
        return RedisServer.start();
    }

    static RedisServer systemServer(String... options) {
        RealWorkers.needs(Path.of("/usr/bin/redis-server"), "redis-server of this system");
        return RedisServer.startSystem(options);
    }

    @BeforeEach
    void connect() {
        direct = RedisTest.client(server.url(), Map.of());
        workers = workers(direct);
        renew("2s");
    }

    private void renew(String timeout) {
        direct.ask("k", "FLUSHALL");
        given = 0;
        wire = new FaultyWire(server.port());
        queue = layout(RedisTest.client(wire.url(), Map.of("OPS_REDIS_TIMEOUT", timeout)));
        workers.begin();
    }

    @AfterEach
    void disconnect() {
        end();
        direct.close();
    }

    private void end() {
        try {
            queue.close();
            wire.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The layout under test, over this client. */
    abstract LayoutQueue layout(Redis redis);

    /** What its workers' library does. */
    abstract LayoutWorkers workers(Redis redis);

    final String url() {
        return server.url();
    }

    final Redis direct() {
        return direct;
    }

    final LayoutQueue layout() {
        return queue;
    }

    @Override
    protected final DeadLetterQueue deadLetters() {
        return queue;
    }

    @Override
    protected final DeliveringQueue<String> queue() {
        return new DeliveringQueue<>() {
            @Override
            public Optional<Delivery<String>> take(Duration wait) throws InterruptedException {
                var until = System.nanoTime() + wait.toNanos();
                var taken = workers.take();
                while (taken.isEmpty() && System.nanoTime() < until) {
                    Thread.onSpinWait();
                    taken = workers.take();
                }
                return taken;
            }

            @Override
            public QueueDepth depth() {
                return queue.depth();
            }
        };
    }

    @Override
    protected final List<String> givenJobs(int count) {
        var jobs = IntStream.range(given, given + count)
                .mapToObj(number -> "job-" + number)
                .toList();
        given += count;
        jobs.forEach(workers::add);
        return jobs;
    }

    @Override
    protected final Clock clock() {
        return Clock.systemUTC();
    }

    @Override
    protected final Optional<Runnable> outage() {
        return Optional.of(wire::refusing);
    }

    private void givenFailed() {
        givenJobs(JOBS);
        workers.takeAll().forEach(Delivery::fail);
    }

    @Test
    @DisplayName("whoever begins the redrive takes it over, and the one before moves nothing more")
    void fenced() {
        givenFailed();
        queue.beginRedrive("first");
        queue.moveBatch("first", 2, 3);

        try (var other = layout(RedisTest.client(server.url(), Map.of()))) {
            var taken = other.beginRedrive("first");

            assertThat(taken).isEqualTo(new RedriveProgress(JOBS, 2, 0, JOBS - 2));
            assertThatThrownBy(() -> queue.moveBatch("first", 2, 3)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> queue.moveBatch("first", 2, 3)).isInstanceOf(IllegalStateException.class);
            assertThat(queue.deadLetters().dead()).isEqualTo(JOBS - 2);
            assertThat(other.moveBatch("first", 2, 3)).isEqualTo(new RedriveProgress(JOBS, 4, 0, JOBS - 4));
        }
    }

    @Test
    @DisplayName("a process that ends leaves exact counts to the next")
    void resumedByAnother() {
        givenFailed();
        queue.beginRedrive("first");
        queue.moveBatch("first", 3, 3);
        queue.close();

        try (var next = layout(RedisTest.client(server.url(), Map.of()))) {
            next.beginRedrive("first");
            assertThat(next.moveBatch("first", 500, 3)).isEqualTo(new RedriveProgress(JOBS, JOBS, 0, 0));
        }
        assertThat(workers.takeAll())
                .extracting(Delivery::job)
                .doesNotHaveDuplicates()
                .hasSize(JOBS);
    }

    @Test
    @DisplayName("more jobs than one call may take are moved by several calls, and all of them once")
    void manyJobs() {
        givenJobs(1_200);
        workers.takeAll().forEach(Delivery::fail);
        queue.beginRedrive("first");

        assertThat(queue.moveBatch("first", 10_000, 3).moved()).isEqualTo(LayoutQueue.MOST_A_CALL);
        assertThat(queue.deadLetters().retrying()).isEqualTo(LayoutQueue.MOST_A_CALL);
        queue.moveBatch("first", 500, 3);
        assertThat(queue.moveBatch("first", 500, 3)).isEqualTo(new RedriveProgress(1_200, 1_200, 0, 0));
        assertThat(workers.takeAll())
                .extracting(Delivery::job)
                .doesNotHaveDuplicates()
                .hasSize(1_200);
        assertThat(queue.deadLetters().retrying()).isZero();
        assertThat(queue.depth().inFlight()).isEqualTo(1_200);
    }

    @TestFactory
    @DisplayName("a wire that goes wrong")
    Stream<DynamicTest> faults() {
        return Stream.of(Fault.values())
                .map(fault -> dynamicTest("as " + fault + ", at whichever command: none lost, none doubled", () -> {
                    var broken = 0;
                    for (int others = 0; others == broken; others++) {
                        end();
                        renew("200ms");
                        broken += redrivenThrough(fault, others) ? 1 : 0;
                    }
                    assertThat(broken).as("commands of a redrive").isGreaterThan(4);
                }));
    }

    /** Whether the redrive was long enough for the fault to happen. */
    private boolean redrivenThrough(Fault fault, int others) {
        givenFailed();
        queue.beginRedrive("warm up");
        queue.moveBatch("warm up", 1, 1);
        workers.takeAll().forEach(Delivery::fail);
        direct.ask("k", "CONFIG", "RESETSTAT");
        var before = wire.commands();
        wire.breakAfter(others, fault);

        var begun = untilAnswered(() -> queue.beginRedrive("first"));
        var progress = begun;
        while (!progress.finished()) {
            arrived(fault, before);
            var left = progress.left();
            progress = untilAnswered(() -> queue.moveBatch("first", 2, 1));
            assertThat(progress.left()).as("left after a batch of 2").isEqualTo(Math.max(0, left - 2));
        }
        var happened = wire.broken();
        arrived(fault, before);

        assertThat(begun).isEqualTo(new RedriveProgress(JOBS, 0, 0, JOBS));
        assertThat(progress).isEqualTo(new RedriveProgress(JOBS, JOBS - 1, 1, 0));
        assertThat(layout(direct).deadLetters())
                .extracting(depth -> List.of(depth.dead(), depth.retrying(), depth.quarantined()))
                .isEqualTo(List.of(0L, JOBS - 1L, 1L));
        assertThat(workers.takeAll())
                .extracting(Delivery::job)
                .doesNotHaveDuplicates()
                .hasSize(JOBS - 1);
        return happened;
    }

    /** Lets what is held back arrive, once something is. */
    private void arrived(Fault fault, long before) {
        if (wire.broken() && (fault == Fault.COMMAND_HELD || fault == Fault.REPLY_HELD)) {
            wire.letGo();
            awaitScripts(wire.commands() - before);
        }
    }

    /** The answer of the first call that has one. */
    static RedriveProgress untilAnswered(Supplier<RedriveProgress> call) {
        while (true) {
            try {
                return call.get();
            } catch (UnavailableException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw e; // the test is out of time
                }
                Thread.onSpinWait();
            }
        }
    }

    /** Until the server has run so many scripts since its statistics began. */
    private void awaitScripts(long scripts) {
        while (scriptsRun() < scripts) {
            Thread.onSpinWait();
        }
    }

    private long scriptsRun() {
        return Reply.text(direct.ask("k", "INFO", "commandstats"))
                .lines()
                .filter(line -> line.startsWith("cmdstat_eval"))
                .mapToLong(line -> Long.parseLong(line.split("[=,]", -1)[1]))
                .sum();
    }

    /** What the library of the layout's workers does with its keys. */
    interface LayoutWorkers {
        /** Makes what has to be there before the first job. */
        default void begin() {}

        void add(String job);

        Optional<Delivery<String>> take();

        default List<Delivery<String>> takeAll() {
            var all = new ArrayList<Delivery<String>>();
            for (var next = take(); next.isPresent(); next = take()) {
                all.add(next.get());
            }
            return all;
        }
    }

    /** A delivery that ends once. */
    abstract static class OneEnd implements Delivery<String> {
        private final String job;
        private final int attempt;
        private final AtomicBoolean ended = new AtomicBoolean();

        OneEnd(String job, int attempt) {
            this.job = job;
            this.attempt = attempt;
        }

        abstract void ended(End how);

        @Override
        public String job() {
            return job;
        }

        @Override
        public int attempt() {
            return attempt;
        }

        @Override
        public void done() {
            once(End.DONE);
        }

        @Override
        public void fail() {
            once(End.FAILED);
        }

        @Override
        public void giveBack() {
            once(End.GIVEN_BACK);
        }

        private void once(End how) {
            if (ended.compareAndSet(false, true)) {
                ended(how);
            }
        }
    }

    enum End {
        DONE,
        FAILED,
        GIVEN_BACK
    }
}
