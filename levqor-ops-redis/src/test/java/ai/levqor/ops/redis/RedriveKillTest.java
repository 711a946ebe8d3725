package ai.levqor.ops.redis;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.spi.LongTests;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.queue.RedriveProgress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * {@code -Dlevqor.test.kills=1000} kills movers more often than a build has time for, {@code -Dlevqor.test.redis-kills=200}
 * servers, {@code -Dlevqor.test.zombies=100} makes more of them.
 */
@DisplayName("a redrive in which somebody dies")
@Timeout(value = 120, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RedriveKillTest {
    private static final int KILLS = Integer.getInteger("levqor.test.kills", LongTests.times(50));
    private static final int SERVER_KILLS = Integer.getInteger("levqor.test.redis-kills", LongTests.times(10));
    private static final int ZOMBIES = Integer.getInteger("levqor.test.zombies", LongTests.times(5));
    private static final int JOBS = 50_000;
    private static final int KILLS_A_REDRIVE = 10;

    /** A machine that is busy is no fault. */
    private static final Map<String, String> PATIENT = Map.of("OPS_REDIS_TIMEOUT", "10s");

    private final Random random = new Random(20261126);
    private final List<AutoCloseable> open = new ArrayList<>();
    private RedisServer server = RedisServer.start();
    private Redis host = RedisTest.client(server.url(), PATIENT);

    @AfterEach
    void end() throws Exception {
        for (var each : open) {
            each.close();
        }
        host.close();
        server.close();
    }

    @Test
    @DisplayName("SIGKILL of the mover, again and again: nothing is lost, nothing is twice, and the counts are exact")
    void moverKilled() throws Exception {
        var midway = new int[2];
        var coming = mover(batch(1));
        for (int kill = 1; kill <= KILLS; kill++) {
            var first = kill % KILLS_A_REDRIVE == 1;
            if (first) {
                givenDead(JOBS);
            }
            var mover = coming.awaitReady();
            coming = mover(batch(kill + 1));

            var before = Long.parseLong(begun(mover, "redrive " + (kill - 1) / KILLS_A_REDRIVE));
            LockSupport.parkNanos(random.nextInt(batch(kill) == JOBS ? 40_000_000 : 6_000_000));
            var said = mover.kill();

            var confirmed = said.isEmpty() || said.get(said.size() - 1).equals("finished")
                    ? before
                    : Long.parseLong(said.get(said.size() - 1));
            var moved = assertWhole(JOBS);
            assertThat(moved).as("moved by the server's count").isGreaterThanOrEqualTo(confirmed);
            midway[kill % 2] += moved > before && moved < JOBS ? 1 : 0;
        }
        System.out.println("of " + KILLS + " kills of the mover " + midway[1] + " were midway in a redrive by scripts, "
                + midway[0] + " in one by transactions");
        finish("redrive " + (KILLS - 1) / KILLS_A_REDRIVE);

        assertThat(assertWhole(JOBS)).isEqualTo(JOBS);
        assertThat(midway[0]).isPositive();
        assertThat(midway[1]).isPositive();
    }

    @Test
    @DisplayName("SIGKILL of Redis that writes each change to disk: no move that was told of is undone")
    void serverKilledAlways() throws Exception {
        var undone = serverKilled("always");

        assertThat(undone).isZero();
    }

    @Test
    @DisplayName("SIGKILL of Redis that writes to disk each second: moves may be undone, and no job is lost or twice")
    void serverKilledEverySecond() throws Exception {
        var undone = serverKilled("everysec");

        System.out.println("appendfsync everysec, " + SERVER_KILLS + " kills: " + undone + " moves were undone");
    }

    private long serverKilled(String fsync) throws Exception {
        var undone = 0L;
        for (int kill = 1; kill <= SERVER_KILLS; kill++) {
            // Each has a disk of its own: a log that grows with every redrive would make each start slower than the
            // last.
            host.close();
            server.close();
            server = RedisServer.start("--appendonly", "yes", "--appendfsync", fsync);
            host = RedisTest.client(server.url(), PATIENT);
            givenDead(JOBS);
            var mover = mover(batch(kill)).awaitReady();
            begun(mover, "redrive " + kill);
            LockSupport.parkNanos(random.nextInt(40_000_000));

            server.kill();
            var confirmed = confirmed(mover);
            server.startAgain();
            mover.kill();

            host.close();
            host = RedisTest.client(server.url(), PATIENT);
            undone += isBegun() ? Math.max(0, confirmed - assertWhole(JOBS)) : undoneBeginning(confirmed);
            finish("redrive " + kill);
            assertThat(assertWhole(JOBS)).isEqualTo(JOBS);
        }
        return undone;
    }

    private boolean isBegun() {
        return Reply.number(host.ask("jobs:redrive", "EXISTS", "jobs:redrive")) == 1;
    }

    /** Not even the beginning is kept, so that no job was moved. Gives how much was undone. */
    private long undoneBeginning(long confirmed) {
        assertThat(QueueScene.all(host, "jobs:dead")).hasSize(JOBS);
        assertThat(Reply.number(host.ask("jobs:retry", "EXISTS", "jobs:retry", "jobs:redriven", "jobs:uncounted")))
                .isZero();
        return 1 + confirmed;
    }

    /** What a mover said last before the server was gone. */
    private static long confirmed(MoverJvm mover) throws IOException {
        var confirmed = 0L;
        for (var line = mover.hear(); line.matches("[0-9]+"); line = mover.hear()) {
            confirmed = Long.parseLong(line);
        }
        return confirmed;
    }

    @Test
    @DisplayName("a mover that is stopped while another takes over moves nothing more when it goes on")
    void zombie() throws Exception {
        var fenced = 0;
        for (int zombie = 1; zombie <= ZOMBIES; zombie++) {
            givenDead(JOBS);
            var name = "redrive " + zombie;
            var mover = mover(batch(zombie)).awaitReady();
            begun(mover, name);
            LockSupport.parkNanos(random.nextInt(batch(zombie) == JOBS ? 40_000_000 : 3_000_000));
            mover.stop();

            try (var other = QueueScene.queue(server.url(), PATIENT)) {
                var taken = other.beginRedrive(name);
                var before = assertWhole(JOBS);
                mover.go();
                var last = mover.hear();
                while (last.matches("[0-9]+")) {
                    last = mover.hear();
                }
                assertThat(taken.moved()).isLessThanOrEqualTo(before);
                assertThat(assertWhole(JOBS))
                        .as("moved after the other took over")
                        .isEqualTo(before);
                fenced += last.startsWith("IllegalStateException") ? 1 : 0;
                assertThat(other.moveBatch(name, JOBS, 3).moved()).isGreaterThanOrEqualTo(taken.moved());
                finish(name);
            }
            mover.close();
            assertThat(assertWhole(JOBS)).isEqualTo(JOBS);
        }
        System.out.println("of " + ZOMBIES + " movers that were stopped " + fenced + " were refused when they went on");

        assertThat(fenced).isPositive();
    }

    /** In turns small ones, which scripts move, and all at once, in transactions. */
    private static int batch(int turn) {
        return turn % 2 == 0 ? JOBS : 100;
    }

    private MoverJvm mover(int batch) throws IOException {
        var mover = MoverJvm.start(server.url(), batch);
        open.add(mover);
        return mover;
    }

    private static String begun(MoverJvm mover, String name) throws IOException {
        mover.redrive(name);
        return mover.hear();
    }

    private void givenDead(int count) {
        host.ask("jobs", "FLUSHALL");
        QueueScene.push(host, "jobs:dead", 0, count, job -> "job " + job);
    }

    private void finish(String name) {
        try (var queue = QueueScene.queue(server.url(), PATIENT)) {
            var progress = queue.beginRedrive(name);
            while (!progress.finished()) {
                progress = queue.moveBatch(name, 10_000, 3);
            }
        } catch (UnavailableException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every job is in one place, in its order, and the counts say where. Gives how many are moved. */
    private long assertWhole(int count) {
        var dead = QueueScene.all(host, "jobs:dead");
        var retry = QueueScene.all(host, "jobs:retry");
        assertThat(retry.size() + dead.size()).isEqualTo(count);
        assertThat(new HashSet<>(Stream.concat(dead.stream(), retry.stream()).toList()))
                .hasSize(count);
        assertThat(retry.isEmpty() || retry.get(0).equals("job 0")).isTrue();
        assertThat(dead.isEmpty() || dead.get(0).equals("job " + retry.size())).isTrue();
        assertThat(progress()).isEqualTo(new RedriveProgress(count, retry.size(), 0, dead.size()));
        assertThat(QueueScene.counted(host)).isEqualTo(retry.size());
        return retry.size();
    }

    private RedriveProgress progress() {
        var counts = Reply.texts(
                        host.ask("jobs:redrive", "HMGET", "jobs:redrive", "found", "moved", "quarantined", "left"))
                .stream()
                .map(Long::parseLong)
                .toList();
        return new RedriveProgress(counts.get(0), counts.get(1), counts.get(2), counts.get(3));
    }
}
