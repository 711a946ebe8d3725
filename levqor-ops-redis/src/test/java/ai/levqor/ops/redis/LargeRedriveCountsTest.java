package ai.levqor.ops.redis;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.redis.FaultyWire.Fault;
import ai.levqor.ops.spi.queue.RedriveProgress;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@MethodSource("servers")
@DisplayName("the redrives of thousands of jobs at once, written down at first,")
@Timeout(120)
class LargeRedriveCountsTest extends LargeRedriveScene {

    LargeRedriveCountsTest(RedisServer server) {
        super(server);
    }

    private void failAgain() {
        host.ask("jobs", "RENAME", RETRY, DEAD);
    }

    private List<String> counts() {
        return Reply.texts(host.ask("jobs", "HVALS", "jobs:redriven"));
    }

    private RedisListQueue worker(Map<String, String> settings) {
        var worker = QueueScene.queue(server.url(), settings);
        open.add(worker);
        return worker;
    }

    private static void end(RedisListQueue worker, int count, boolean well) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            var delivery = worker.take(Duration.ZERO).orElseThrow();
            if (well) {
                delivery.done();
            } else {
                delivery.fail();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"right", "left"})
    @DisplayName("are known when jobs fail each time, which go to quarantine in the end, all of them")
    void poison(String takes) {
        var poison = jobs(0, 2_000);
        add(DEAD, takes, poison);
        var queue = queue(settings(takes, "moved"));
        for (int redrive = 1; redrive <= 2; redrive++) {
            assertThat(redrive(queue, "redrive " + redrive, 2)).isEqualTo(new RedriveProgress(2_000, 2_000, 0, 0));
            assertThat(all(RETRY, takes)).isEqualTo(poison);
            assertThat(exist("jobs:uncounted")).isEqualTo(redrive == 1 ? 1 : 0);
            failAgain();
        }
        assertThat(counts()).hasSize(2_000).containsOnly("2");

        var last = redrive(queue, "redrive 3", 2);

        assertThat(last).isEqualTo(new RedriveProgress(2_000, 0, 2_000, 0));
        assertThat(all("jobs:quarantine", takes)).isEqualTo(poison);
        assertThat(exist(RETRY, DEAD, "jobs:uncounted")).isZero();
        assertThat(counts()).hasSize(2_000).containsOnly("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"right", "left"})
    @DisplayName("need not be, if workers count what they take: those who fail each time go to quarantine, too")
    void poisonTaken(String takes) throws Exception {
        var settings = settings(takes, "taken");
        var poison = jobs(0, 2_500);
        add(DEAD, takes, poison);
        var queue = queue(settings);
        var worker = worker(settings);
        for (int redrive = 1; redrive <= 2; redrive++) {
            host.ask("jobs", "CONFIG", "RESETSTAT");
            assertThat(redrive(queue, "redrive " + redrive, 2)).isEqualTo(new RedriveProgress(2_500, 2_500, 0, 0));
            assertThat(transactions()).isPositive();
            end(worker, 2_500, false);
            assertThat(counts()).hasSize(2_500).containsOnly("" + redrive);
        }

        var last = redrive(queue, "redrive 3", 2);

        assertThat(last).isEqualTo(new RedriveProgress(2_500, 0, 2_500, 0));
        assertThat(all("jobs:quarantine", takes)).isEqualTo(poison);
        assertThat(exist(RETRY, DEAD, "jobs:uncounted")).isZero();
    }

    @Test
    @DisplayName("are counted before others are moved, for as many calls as it takes, of which the first move none")
    void counted() {
        add(DEAD, jobs(0, 60_000));
        redrive(queue(Map.of()), "first", 3);
        assertThat(Reply.number(host.ask("jobs", "LLEN", "jobs:uncounted"))).isBetween(2_500L, 3_001L);
        failAgain();
        var elapsed = new AtomicLong();
        var brief = queue(server.url(), Map.of(), () -> elapsed.getAndAdd(300_000_000));
        var progress = brief.beginRedrive("second");

        var first = brief.moveBatch("second", 60_000, 3);
        for (int call = 0; !progress.finished(); call++) {
            assertThat(call).isLessThan(10_000);
            progress = brief.moveBatch("second", 60_000, 3);
            if (exist("jobs:uncounted") == 1) {
                assertThat(progress.moved()).isZero();
            }
        }

        assertThat(first).isEqualTo(new RedriveProgress(60_000, 0, 0, 60_000));
        assertThat(progress).isEqualTo(new RedriveProgress(60_000, 60_000, 0, 0));
        assertThat(all(RETRY)).isEqualTo(jobs(0, 60_000));
        assertThat(exist("jobs:uncounted", DEAD)).isZero();
        assertThat(counts()).hasSize(60_000).containsOnly("2");
    }

    @Test
    @DisplayName("are forgotten of a job that is done, and an equal one may be redriven as often again")
    void done() throws Exception {
        var jobs = jobs(0, 3_000);
        add(DEAD, jobs);
        var queue = queue(Map.of());
        redrive(queue, "first", 2);
        // The last of them was moved by a transaction.
        host.ask("jobs", "LMOVE", RETRY, RETRY, "LEFT", "RIGHT");
        end(worker(Map.of()), 1, true);

        for (int redrive = 1; redrive <= 2; redrive++) {
            add(DEAD, List.of("job 2999"));
            assertThat(redrive(queue, "again " + redrive, 2)).isEqualTo(new RedriveProgress(1, 1, 0, 0));
            assertThat(redrives("job 2999")).isEqualTo("" + redrive);
            host.ask("jobs", "LREM", RETRY, 1, "job 2999");
        }
        add(DEAD, List.of("job 2999"));
        add(DEAD, List.of("job 0", "job 2998"));

        assertThat(redrive(queue, "last", 2)).isEqualTo(new RedriveProgress(3, 2, 1, 0));
        assertThat(all("jobs:quarantine")).containsExactly("job 2999");
        assertThat(redrives("job 0")).isEqualTo("2");
        assertThat(redrives("job 2998")).isEqualTo("2");
        assertThat(redrives("job 1500")).isEqualTo("1");
    }

    @Test
    @DisplayName("are counted bit by bit by the workers that end jobs, whose own are forgotten when their turn comes")
    void workers() throws Exception {
        var jobs = jobs(0, 4_000);
        add(DEAD, jobs);
        redrive(queue(Map.of()), "first", 2);
        var elements = Reply.number(host.ask("jobs", "LLEN", "jobs:uncounted"));
        var before = Reply.number(host.ask("jobs", "HLEN", "jobs:redriven"));
        assertThat(elements).isBetween(100L, 200L);

        end(worker(Map.of()), 1, true);
        assertThat(Reply.number(host.ask("jobs", "HLEN", "jobs:redriven"))).isEqualTo(before + 40);
        for (int worker = 0; worker < 3; worker++) {
            end(worker(Map.of()), 15, true);
        }

        assertThat(Reply.number(host.ask("jobs", "LLEN", "jobs:uncounted"))).isEqualTo(elements - 46);
        assertThat(Reply.number(host.ask("jobs", "HLEN", "jobs:redriven"))).isEqualTo(before + 46 * 40);
        assertThat(redrives("job 0")).as("its turn has not come").isEqualTo("1");
        add(DEAD, List.of("another"));
        redrive(queue(Map.of()), "second", 2);
        assertThat(exist("jobs:uncounted")).isZero();
        assertThat(counts()).hasSize(4_000 - 46 + 1).containsOnly("1");
        assertThat(redrives("job 45")).isEqualTo("never");
        assertThat(redrives("job 46")).isEqualTo("1");
    }

    /** A redrive during which workers end all that the script has moved, before the others are written down. */
    private int othersDone(int count) throws Exception {
        add(DEAD, jobs(0, count));
        var wire = new FaultyWire(server.port());
        open.add(wire);
        wire.breakAt("EXEC", 1, Fault.COMMAND_HELD);
        var queue = queue(wire.url(), Map.of(), TIME_STANDS_STILL);
        queue.beginRedrive("first");
        var moving = new FutureTask<>(() -> queue.moveBatch("first", count, 3));
        new Thread(moving).start();
        while (!wire.broken()) {
            Thread.onSpinWait();
        }
        var done = Math.toIntExact(Reply.number(host.ask("jobs", "LLEN", RETRY)));
        end(worker(Map.of()), done, true);
        assertThat(exist("jobs:redriven")).isZero();
        wire.letGo();
        moving.get();
        return done;
    }

    @Test
    @DisplayName("are not kept for ever if those that a script moved were done before the others were written down")
    void kept() throws Exception {
        othersDone(3_000);

        end(worker(Map.of()), 1, true);

        assertThat(counts()).hasSize(40);
        assertThat(Reply.number(host.ask("jobs", "TTL", "jobs:redriven"))).isPositive();
    }

    @Test
    @DisplayName("are known to the next redrive also if no other redrive is")
    void alone() throws Exception {
        var done = othersDone(3_000);
        failAgain();

        var moved = redrive(queue(Map.of()), "second", 3);

        assertThat(moved.moved()).isEqualTo(3_000 - done);
        assertThat(counts()).hasSize(3_000 - done).containsOnly("2");
    }

    @Test
    @DisplayName("are counted by workers as their jobs end, until none is left to count")
    void workedOff() throws Exception {
        add(DEAD, "right", jobs(0, 3_000));
        redrive(queue(settings("right", "moved")), "first", 3);
        var written = all("jobs:uncounted").size();

        end(worker(Map.of()), written, true);

        assertThat(written).isGreaterThan(100);
        assertThat(exist("jobs:uncounted")).isZero();
        assertThat(counts()).hasSize(3_000 - written).containsOnly("1");
    }

    @Test
    @DisplayName("are one for all jobs of the same bytes")
    void equalJobs() {
        add(DEAD, "right", Collections.nCopies(2_000, "ping"));
        var queue = queue(settings("right", "moved"));

        redrive(queue, "first", 2);
        failAgain();
        host.ask("jobs", "LTRIM", DEAD, 0, 0);

        assertThat(redrive(queue, "second", 2)).isEqualTo(new RedriveProgress(1, 1, 0, 0));
        assertThat(counts()).containsExactly("2");
    }
}
