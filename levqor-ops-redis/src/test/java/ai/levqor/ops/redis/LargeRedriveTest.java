package ai.levqor.ops.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.spi.queue.RedriveProgress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@MethodSource("servers")
@DisplayName("a redrive of thousands of jobs at once")
@Timeout(120)
class LargeRedriveTest extends LargeRedriveScene {

    LargeRedriveTest(RedisServer server) {
        super(server);
    }

    @ParameterizedTest
    @CsvSource({"right, moved", "left, moved", "right, taken", "left, taken"})
    @DisplayName("moves them in transactions, all in their order, and counts exactly")
    void moves(String takes, String counts) {
        var jobs = jobs(0, 5_000);
        add(DEAD, takes, jobs);
        add(RETRY, takes, List.of("was there"));
        var queue = queue(settings(takes, counts));

        queue.beginRedrive("first");
        var moved = queue.moveBatch("first", 5_000, 3);

        assertThat(moved).isEqualTo(new RedriveProgress(5_000, 5_000, 0, 0));
        assertThat(queue.beginRedrive("first")).isEqualTo(moved);
        assertThat(all(RETRY, takes).get(0)).isEqualTo("was there");
        assertThat(all(RETRY, takes).subList(1, 5_001)).isEqualTo(jobs);
        assertThat(exist(DEAD, "jobs:quarantine")).isZero();
        assertThat(transactions()).isPositive();
        if (counts.equals("moved")) {
            assertThat(QueueScene.counted(host)).isEqualTo(5_000);
            assertThat(Reply.number(host.ask("jobs", "TTL", "jobs:uncounted"))).isPositive();
            assertThat(Reply.number(host.ask("jobs", "TTL", "jobs:redriven"))).isPositive();
        } else {
            assertThat(exist("jobs:uncounted", "jobs:redriven")).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"right", "left"})
    @DisplayName("moves no more of them than are asked for, and the next ones with the next batch")
    void batches(String takes) {
        var jobs = jobs(0, 12_000);
        add(DEAD, takes, jobs);
        var queue = queue(settings(takes, "moved"));
        queue.beginRedrive("first");

        for (int moved = 0; moved < 12_000; moved += 4_000) {
            assertThat(all(DEAD, takes)).isEqualTo(jobs.subList(moved, 12_000));
            assertThat(queue.moveBatch("first", 4_000, 3))
                    .isEqualTo(new RedriveProgress(12_000, moved + 4_000, 0, 8_000 - moved));
        }
        assertThat(all(RETRY, takes)).isEqualTo(jobs);
        assertThat(transactions()).isGreaterThanOrEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"right", "left"})
    @DisplayName("leaves their bytes as they are")
    void bytes(String takes) {
        var odd =
                List.of("", "\r\n", "\0", "$3\r\nabc", "*1\r\n$4\r\nEXEC\r\n", "\u00ff\u00fe\u0080", "-ERR", "+OK\r\n");
        var jobs = IntStream.range(0, 6_000)
                .mapToObj(i -> odd.get(i % 8) + (i % 16 < 8 ? "" : i + odd.get(i % 7)))
                .toList();
        add(DEAD, takes, jobs);

        var moved = redrive(queue(settings(takes, "moved")), "first", 3);

        assertThat(moved).isEqualTo(new RedriveProgress(6_000, 6_000, 0, 0));
        assertThat(all(RETRY, takes)).isEqualTo(jobs);
        assertThat(transactions()).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"right, moved", "left, moved", "right, taken", "left, taken"})
    @DisplayName("leaves what dies while it goes on where it is")
    void bounded(String takes, String counts) throws Exception {
        add(DEAD, takes, jobs(0, 30_000));
        var queue = queue(settings(takes, counts));
        queue.beginRedrive("first");
        var dying = new FutureTask<>(() -> {
            for (int job = 30_000; job < 31_000; job++) {
                add(DEAD, takes, jobs(job, 1));
            }
            return true;
        });
        var another = new Thread(dying);

        another.start();
        var moved = redrive(queue, "first", 3);
        assertThat(dying.get()).isTrue();

        assertThat(moved).isEqualTo(new RedriveProgress(30_000, 30_000, 0, 0));
        assertThat(all(RETRY, takes)).isEqualTo(jobs(0, 30_000));
        assertThat(all(DEAD, takes)).isEqualTo(jobs(30_000, 1_000));
        assertThat(queue.moveBatch("first", 10_000, 3)).isEqualTo(moved);
        assertThat(QueueScene.counted(host)).isEqualTo(counts.equals("moved") ? 30_000 : 0);
    }

    @Test
    @DisplayName("writes the same fingerprints down as a script counts by")
    void fingerprints() {
        var jobs = new ArrayList<>(jobs(0, 3_000));
        jobs.set(2_999, "");
        jobs.set(2_998, "\r\n\0\u00ff");
        jobs.set(2_997, "x".repeat(70_000));
        add(DEAD, jobs);
        var fingerprints = new Fingerprints(3_000);
        jobs.forEach(job -> fingerprints.add((" " + job).getBytes(ISO_8859_1), 1, job.length()));

        redrive(queue(Map.of()), "first", 3);

        var expected = jobs.stream().map(this::fingerprint).toList();
        var written = String.join("", QueueScene.all(host, "jobs:uncounted"));
        var names = new HashSet<>(Reply.texts(host.ask("jobs", "HKEYS", "jobs:redriven")));
        assertThat(new String(fingerprints.names(), 0, fingerprints.bytes(), ISO_8859_1))
                .isEqualTo(String.join("", expected));
        assertThat(written).contains(String.join("", expected.subList(2_990, 3_000)));
        for (int at = 0; at < written.length(); at += Fingerprints.LENGTH) {
            assertThat(names.add(written.substring(at, at + Fingerprints.LENGTH)))
                    .isTrue();
        }
        assertThat(names).isEqualTo(new HashSet<>(expected));
    }

    @ParameterizedTest
    @CsvSource({"1024, right, true", "1024, left, true", "1025, right, false", "1025, left, false"})
    @DisplayName("of a kilobyte each is made in transactions, and larger ones are moved by the script as ever")
    void large(int size, String takes, boolean transactions) {
        var jobs = IntStream.range(0, 2_000)
                .mapToObj(job -> "x".repeat(size - 4) + (job + 1_000))
                .toList();
        add(DEAD, takes, jobs);

        var moved = redrive(queue(settings(takes, "moved")), "first", 3);

        assertThat(moved).isEqualTo(new RedriveProgress(2_000, 2_000, 0, 0));
        assertThat(all(RETRY, takes).equals(jobs)).isTrue();
        assertThat(transactions() > 0).isEqualTo(transactions);
        assertThat(exist("jobs:uncounted")).isEqualTo(transactions ? 1 : 0);
        assertThat(QueueScene.counted(host)).isEqualTo(2_000);
    }

    @ParameterizedTest
    @CsvSource({"right, moved", "left, moved", "right, taken", "left, taken"})
    @DisplayName("passes one by that is larger than an answer may be")
    void giant(String takes, String counts) {
        var jobs = new ArrayList<>(jobs(0, 4_000));
        jobs.set(2_000, "giant".repeat(1_900_000));
        add(DEAD, takes, jobs);

        var moved = redrive(queue(settings(takes, counts)), "first", 3);

        assertThat(moved).isEqualTo(new RedriveProgress(4_000, 4_000, 0, 0));
        assertThat(all(RETRY, takes).equals(jobs)).isTrue();
        assertThat(exist(DEAD)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"right, moved", "left, moved", "right, taken", "left, taken"})
    @DisplayName("puts all into quarantine if none may be redriven, and makes no transaction")
    void none(String takes, String counts) {
        add(DEAD, takes, jobs(0, 2_000));

        var moved = redrive(queue(settings(takes, counts)), "first", 0);

        assertThat(moved).isEqualTo(new RedriveProgress(2_000, 0, 2_000, 0));
        assertThat(all("jobs:quarantine", takes)).isEqualTo(jobs(0, 2_000));
        assertThat(exist(RETRY, DEAD, "jobs:uncounted", "jobs:redriven")).isZero();
        assertThat(transactions()).isZero();
    }
}
