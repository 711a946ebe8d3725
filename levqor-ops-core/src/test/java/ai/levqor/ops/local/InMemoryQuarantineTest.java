package ai.levqor.ops.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.levqor.ops.spi.queue.RedriveProgress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a person can do about the jobs that were redriven too often. */
class InMemoryQuarantineTest {
    private final ManualTime time = new ManualTime();
    private final InMemoryWorkQueue<String> queue = new InMemoryWorkQueue<>(100, time, time);

    @BeforeEach
    void givenTwoInQuarantine() throws Exception {
        List.of("a", "b").forEach(queue::offer);
        for (var redrive = 1; redrive <= 3; redrive++) {
            failAllReady();
            redrive("redrive " + redrive, 2);
        }
    }

    @Test
    @DisplayName("the quarantine can be read, as much as is wanted, in the order the jobs came there")
    void readable() {
        time.advance(Duration.ofSeconds(7));

        var first = queue.quarantined(1);
        var all = queue.quarantined(100);

        assertThat(all).extracting(QuarantinedJob::job).containsExactly("a", "b");
        assertThat(all).extracting(QuarantinedJob::id).doesNotHaveDuplicates();
        assertThat(first).containsExactly(all.get(0));
        assertThat(first).containsExactly(new QuarantinedJob<>(first.get(0).id(), "a", 3, 2, Duration.ofSeconds(7)));
        assertThat(queue.deadLetters().quarantined()).isEqualTo(2);
    }

    @Test
    @DisplayName("a job that is released is ready again, keeps its attempts, and may be redriven anew")
    void released() throws Exception {
        var id = queue.quarantined(1).get(0).id();

        var released = queue.releaseQuarantined(id);
        var depth = queue.deadLetters();
        var ready = queue.depth().ready();
        var delivery = queue.take(Duration.ZERO).orElseThrow();
        delivery.fail();
        var redriven = redrive("later", 2);

        assertThat(released).isTrue();
        assertThat(depth.retrying()).isEqualTo(1).isEqualTo(ready);
        assertThat(depth.quarantined()).isEqualTo(1);
        assertThat(delivery.job()).isEqualTo("a");
        assertThat(delivery.attempt()).isEqualTo(4);
        assertThat(redriven).isEqualTo(new RedriveProgress(1, 1, 0, 0));
    }

    @Test
    @DisplayName("a job that is removed is nowhere in the queue any more")
    void removed() {
        var id = queue.quarantined(1).get(0).id();

        var removed = queue.removeQuarantined(id);

        assertThat(removed).contains("a");
        assertThat(queue.quarantined(100)).extracting(QuarantinedJob::job).containsExactly("b");
        assertThat(queue.deadLetters().quarantined()).isEqualTo(1);
        assertThat(queue.depth().ready()).isZero();
    }

    @Test
    @DisplayName("of two who decide about a job, one does")
    void decidedOnce() {
        var id = queue.quarantined(1).get(0).id();

        assertThat(queue.releaseQuarantined(id)).isTrue();
        assertThat(queue.releaseQuarantined(id)).isFalse();
        assertThat(queue.removeQuarantined(id)).isEmpty();
        assertThat(queue.removeQuarantined(-1)).isEmpty();
        assertThat(queue.depth().ready()).isEqualTo(1);
    }

    @Test
    @DisplayName("an id that was once decided about is never that of another job")
    void idsAreNotReused() throws Exception {
        var before = queue.quarantined(100).stream().map(QuarantinedJob::id).toList();
        before.forEach(queue::releaseQuarantined);
        failAllReady();
        redrive("later", 0);

        assertThat(queue.quarantined(100)).hasSize(2).noneMatch(job -> before.contains(job.id()));
    }

    @Test
    @DisplayName("taking a job from the quarantine makes room for new ones")
    void removingMakesRoom() throws Exception {
        var small = new InMemoryWorkQueue<String>(10, 1, time, time);
        small.offer("a");
        small.take(Duration.ZERO).orElseThrow().fail();
        small.beginRedrive("first");
        small.moveBatch("first", 1, 0);

        var full = small.offer("b");
        small.removeQuarantined(small.quarantined(1).get(0).id());

        assertThat(full).isFalse();
        assertThat(small.offer("b")).isTrue();
    }

    @Test
    @DisplayName("a read of less than one job is a mistake")
    void readOfNone() {
        assertThatThrownBy(() -> queue.quarantined(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("most must be >= 1, was 0");
    }

    private RedriveProgress redrive(String name, int mostRedrives) {
        queue.beginRedrive(name);
        return queue.moveBatch(name, 100, mostRedrives);
    }

    private void failAllReady() throws InterruptedException {
        for (var left = queue.depth().ready(); left > 0; left--) {
            queue.take(Duration.ZERO).orElseThrow().fail();
        }
    }
}
