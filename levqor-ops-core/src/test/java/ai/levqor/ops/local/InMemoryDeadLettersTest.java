package ai.levqor.ops.local;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.levqor.ops.spi.queue.DeadLetterQueue;
import ai.levqor.ops.spi.queue.DeadLetterQueueContract;
import ai.levqor.ops.spi.queue.DeliveringQueue;
import ai.levqor.ops.spi.queue.Delivery;
import ai.levqor.ops.spi.queue.RedriveProgress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class InMemoryDeadLettersTest extends DeadLetterQueueContract<Integer> {
    private final ManualTime time = new ManualTime();
    private final InMemoryWorkQueue<Integer> queue = new InMemoryWorkQueue<>(1_000, time, time);
    private int added;

    @Override
    protected DeadLetterQueue deadLetters() {
        return queue;
    }

    @Override
    protected DeliveringQueue<Integer> queue() {
        return queue;
    }

    @Override
    protected List<Integer> givenJobs(int count) {
        var jobs = IntStream.range(added, added + count).boxed().toList();
        jobs.forEach(job -> assertThat(queue.offer(job)).isTrue());
        added += count;
        return jobs;
    }

    @Override
    protected Clock clock() {
        return time;
    }

    @Override
    protected Optional<Runnable> outage() {
        return Optional.empty();
    }

    @Test
    @DisplayName("new jobs and those to retry take turns while both wait")
    void takeTurns() throws Exception {
        givenRedriven(3);
        givenJobs(5);

        var taken = takeAll();

        assertThat(taken).containsExactly(0, 3, 1, 4, 2, 5, 6, 7);
    }

    @Test
    @DisplayName("a stream of new jobs keeps no job from its retry, and a stream of retries no new job from its worker")
    void neitherStarves() throws Exception {
        givenRedriven(3);
        givenJobs(3);
        var added = 0;

        for (var turn = 1; turn <= 100; turn++) {
            var delivery = queue.take(Duration.ZERO).orElseThrow();
            if (delivery.attempt() == 1) {
                delivery.done();
                givenJobs(1);
                added++;
            } else {
                delivery.fail();
                redrive("turn " + turn, 100);
            }
        }

        assertThat(added).isEqualTo(50);
    }

    @Test
    @DisplayName("a job that is given back comes before new ones and retries, and does not change whose turn it is")
    void givenBackComesFirst() throws Exception {
        givenRedriven(2);
        givenJobs(2);
        queue.take(Duration.ZERO).orElseThrow().giveBack();

        assertThat(takeAll()).containsExactly(0, 2, 1, 3);
    }

    @Test
    @DisplayName("workers that wait for a job are woken by a redrive and by a release, as many as there are jobs")
    void waitingWorkersAreWoken() throws Exception {
        givenJobs(3);
        for (var job = 0; job < 3; job++) {
            queue.take(Duration.ZERO).orElseThrow().fail();
        }
        queue.beginRedrive("first");
        queue.moveBatch("first", 1, 0);
        var workers = List.of(givenWaiting(), givenWaiting(), givenWaiting());

        queue.moveBatch("first", 2, 3);
        queue.releaseQuarantined(queue.quarantined(1).get(0).id());

        for (var worker : workers) {
            assertThat(worker.get(20, SECONDS)).isPresent();
        }
    }

    @Test
    @DisplayName("a redriven job waits from when it was moved; the oldest age is over all that is ready")
    void agesOfReady() throws Exception {
        givenJobs(1);
        queue.take(Duration.ZERO).orElseThrow().fail();
        time.advance(Duration.ofHours(1));
        redrive("first", 3);
        time.advance(Duration.ofSeconds(2));
        var redriven = queue.depth().oldestAge();
        givenJobs(1);
        time.advance(Duration.ofSeconds(3));

        var both = queue.depth().oldestAge();
        queue.take(Duration.ZERO).orElseThrow().giveBack();
        var givenBack = queue.depth().oldestAge();
        queue.take(Duration.ZERO).orElseThrow().done();
        var newAlone = queue.depth().oldestAge();

        assertThat(redriven).isEqualTo(Duration.ofSeconds(2));
        assertThat(both).isEqualTo(Duration.ofSeconds(5)).isEqualTo(givenBack);
        assertThat(newAlone).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    @DisplayName("the oldest dead job is the one that failed first")
    void ageOfDead() throws Exception {
        givenJobs(2);
        time.advance(Duration.ofHours(1));
        queue.take(Duration.ZERO).orElseThrow().fail();
        time.advance(Duration.ofSeconds(3));
        queue.take(Duration.ZERO).orElseThrow().fail();
        time.advance(Duration.ofSeconds(2));

        var both = queue.deadLetters();
        queue.beginRedrive("first");
        queue.moveBatch("first", 1, 3);
        var second = queue.deadLetters();

        assertThat(both.oldestAge()).isEqualTo(Duration.ofSeconds(5));
        assertThat(both.sampledAt()).isEqualTo(time.instant());
        assertThat(second.oldestAge()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    @DisplayName("new jobs are refused when too many have failed; those in the queue may still fail, and none is lost")
    void fullOfFailedRefuses() throws Exception {
        var small = new InMemoryWorkQueue<String>(10, 2, time, time);
        List.of("a", "b", "c").forEach(small::offer);
        var inFlight = small.take(Duration.ZERO).orElseThrow();
        for (var next = 0; next < 2; next++) {
            small.take(Duration.ZERO).orElseThrow().fail();
        }

        var refused = small.offer("d");
        inFlight.fail();

        assertThat(refused).isFalse();
        assertThat(small.deadLetters().dead()).isEqualTo(3);
        assertThat(small.depth().ready()).isZero();
    }

    @Test
    @DisplayName("jobs in quarantine count as failed; a redrive of dead ones makes room")
    void roomComesBack() throws Exception {
        var small = new InMemoryWorkQueue<String>(10, 2, time, time);
        List.of("a", "b").forEach(small::offer);
        for (var next = 0; next < 2; next++) {
            small.take(Duration.ZERO).orElseThrow().fail();
        }
        small.beginRedrive("first");

        small.moveBatch("first", 1, 0);
        var oneInQuarantine = small.offer("c");
        small.moveBatch("first", 1, 3);
        var oneRedriven = small.offer("d");

        assertThat(oneInQuarantine).isFalse();
        assertThat(oneRedriven).isTrue();
    }

    @Test
    @DisplayName("redriven jobs are taken in though the queue is full of ready ones")
    void fullOfReadyTakesRedriven() throws Exception {
        var small = new InMemoryWorkQueue<String>(1, time, time);
        small.offer("a");
        small.take(Duration.ZERO).orElseThrow().fail();
        small.offer("b");
        small.beginRedrive("first");

        var moved = small.moveBatch("first", 1, 3);

        assertThat(moved).isEqualTo(new RedriveProgress(1, 1, 0, 0));
        assertThat(small.depth().ready()).isEqualTo(2);
        assertThat(small.offer("c")).isFalse();
    }

    @Test
    @DisplayName("a capacity for failed jobs below one is refused")
    void failedCapacityBelowOneIsRefused() {
        assertThatThrownBy(() -> new InMemoryWorkQueue<String>(1, 0, time, time))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("failedCapacity must be >= 1, was 0");
    }

    private FutureTask<Optional<Delivery<Integer>>> givenWaiting() {
        var taking = new FutureTask<>(() -> queue.take(Duration.ofSeconds(30)));
        var worker = new Thread(taking);
        worker.start();
        while (worker.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        return taking;
    }

    /** Adds jobs that have failed once and wait for their retry. */
    private void givenRedriven(int jobs) throws InterruptedException {
        givenJobs(jobs);
        for (var job = 0; job < jobs; job++) {
            queue.take(Duration.ZERO).orElseThrow().fail();
        }
        redrive("before", 3);
    }

    private void redrive(String name, int mostRedrives) {
        queue.beginRedrive(name);
        queue.moveBatch(name, 1_000, mostRedrives);
    }

    private List<Integer> takeAll() throws InterruptedException {
        var taken = new ArrayList<Integer>();
        for (var next = queue.take(Duration.ZERO); next.isPresent(); next = queue.take(Duration.ZERO)) {
            next.map(Delivery::job).ifPresent(taken::add);
        }
        return taken;
    }
}
