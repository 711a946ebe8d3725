package ai.levqor.ops.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.levqor.ops.spi.queue.DeliveringQueue;
import ai.levqor.ops.spi.queue.DeliveringQueueContract;
import ai.levqor.ops.spi.queue.Delivery;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class InMemoryWorkQueueTest extends DeliveringQueueContract<Integer> {
    private final ManualTime time = new ManualTime();
    private final InMemoryWorkQueue<Integer> queue = new InMemoryWorkQueue<>(1_000, time, time);
    private int added;

    @Override
    protected DeliveringQueue<Integer> queue() {
        return queue;
    }

    @Override
    protected Clock clock() {
        return time;
    }

    @Override
    protected List<Integer> givenJobs(int count) {
        var jobs = IntStream.range(added, added + count).boxed().toList();
        jobs.forEach(queue::offer);
        added += count;
        return jobs;
    }

    @Override
    protected Optional<Runnable> outage() {
        return Optional.empty();
    }

    @Test
    @DisplayName("a full queue refuses a job, and takes one again when there is room")
    void fullQueueRefuses() throws Exception {
        var small = new InMemoryWorkQueue<String>(2, time, time);

        assertThat(small.offer("a")).isTrue();
        assertThat(small.offer("b")).isTrue();
        assertThat(small.offer("c")).isFalse();
        small.take(Duration.ZERO);
        assertThat(small.offer("d")).isTrue();

        assertThat(small.depth().ready()).isEqualTo(2);
    }

    @Test
    @DisplayName("a full queue accepts what is given back")
    void fullQueueTakesBack() throws Exception {
        var small = new InMemoryWorkQueue<String>(1, time, time);
        small.offer("a");
        var delivery = small.take(Duration.ZERO).orElseThrow();
        small.offer("b");

        delivery.giveBack();

        assertThat(small.depth().ready()).isEqualTo(2);
        assertThat(small.offer("c")).isFalse();
    }

    @Test
    @DisplayName("jobs that are given back are handed out in the order they were first offered")
    void givenBackKeepsTheOrder() throws Exception {
        givenJobs(4);
        var first = queue.take(Duration.ZERO).orElseThrow();
        var second = queue.take(Duration.ZERO).orElseThrow();
        var third = queue.take(Duration.ZERO).orElseThrow();

        second.giveBack();
        first.giveBack();
        third.giveBack();

        assertThat(List.of(next(), next(), next(), next())).containsExactly(0, 1, 2, 3);
    }

    @Test
    @DisplayName("the oldest age is that of the job offered first, also after it was given back")
    void oldestAge() throws Exception {
        givenJobs(1);
        time.advance(Duration.ofSeconds(3));
        givenJobs(1);
        time.advance(Duration.ofSeconds(2));

        var waiting = queue.depth().oldestAge();
        var delivery = queue.take(Duration.ZERO).orElseThrow();
        var taken = queue.depth().oldestAge();
        delivery.giveBack();
        var givenBack = queue.depth().oldestAge();

        assertThat(waiting).isEqualTo(Duration.ofSeconds(5));
        assertThat(taken).isEqualTo(Duration.ofSeconds(2));
        assertThat(givenBack).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    @DisplayName("a wall clock that jumps makes no job older")
    void wallClockMakesNoJobOlder() {
        givenJobs(1);
        time.jumpWallClock(Duration.ofHours(-1));

        assertThat(queue.depth().oldestAge()).isZero();
        assertThat(queue.depth().sampledAt()).isEqualTo(time.instant());
    }

    @Test
    @DisplayName("each hand-out is one more attempt")
    void attemptsAreCounted() throws Exception {
        givenJobs(1);

        for (var attempt = 1; attempt <= 5; attempt++) {
            var delivery = queue.take(Duration.ZERO).orElseThrow();
            assertThat(delivery.attempt()).isEqualTo(attempt);
            delivery.giveBack();
        }
    }

    @Test
    @DisplayName("a worker that was interrupted takes no job, though one is added before it has woken up")
    void interruptedBeforeAJobCame() throws Exception {
        for (var round = 0; round < 500; round++) {
            var asking = new CountDownLatch(1);
            var waiting = new FutureTask<>(() -> {
                asking.countDown();
                return queue.take(Duration.ofSeconds(30));
            });
            var worker = new Thread(waiting);
            worker.start();
            asking.await();

            worker.interrupt();
            givenJobs(1);

            assertThatThrownBy(waiting::get).hasCauseInstanceOf(InterruptedException.class);
            assertThat(next()).isEqualTo(round);
        }
        assertThat(queue.depth().ready()).isZero();
    }

    @Test
    @DisplayName("a capacity below one is refused")
    void capacityBelowOneIsRefused() {
        assertThatThrownBy(() -> new InMemoryWorkQueue<String>(0, time, time))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("capacity must be >= 1, was 0");
    }

    private Integer next() throws InterruptedException {
        return queue.take(Duration.ZERO).map(Delivery::job).orElseThrow();
    }
}
