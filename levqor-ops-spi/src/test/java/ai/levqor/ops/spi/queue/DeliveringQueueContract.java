package ai.levqor.ops.spi.queue;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ai.levqor.ops.spi.UnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link DeliveringQueue} promises. Extend it once for each implementation.
 *
 * @param <J> what a job is made of; needs {@code equals}
 */
@Timeout(60)
public abstract class DeliveringQueueContract<J> extends WorkQueueContract {
    private static final Duration LONG = Duration.ofSeconds(30);

    @Override
    protected abstract DeliveringQueue<J> queue();

    /** Adds so many jobs, no two of them equal, and returns them in the order they were added. */
    protected abstract List<J> givenJobs(int count);

    @Override
    protected final void givenReady(int jobs) {
        givenJobs(jobs);
    }

    @Test
    @DisplayName("an empty queue that is asked once gives nothing")
    void nothingToTake() throws Exception {
        assertThat(queue().take(Duration.ZERO)).isEmpty();
        assertThat(queue().take(Duration.ofSeconds(-1))).isEmpty();
    }

    @Test
    @DisplayName("jobs come in the order they were added, each handed out once")
    void firstInFirstOut() throws Exception {
        var jobs = givenJobs(3);

        var taken = List.of(take(), take(), take());

        assertThat(taken).extracting(Delivery::job).isEqualTo(jobs);
        assertThat(taken).extracting(Delivery::attempt).containsOnly(1);
        assertThat(queue().take(Duration.ZERO)).isEmpty();
    }

    @Test
    @DisplayName("a job that is taken is in flight until it is done")
    void takenIsInFlight() throws Exception {
        givenJobs(2);

        var delivery = take();
        var taken = queue().depth();
        delivery.done();
        var done = queue().depth();

        assertThat(taken.ready()).isEqualTo(1);
        assertThat(taken.inFlight()).isEqualTo(1);
        assertThat(done.ready()).isEqualTo(1);
        assertThat(done.inFlight()).isZero();
    }

    @Test
    @DisplayName("a job that is given back is the next one handed out, as its second attempt")
    void givenBackIsNext() throws Exception {
        var jobs = givenJobs(2);

        take().giveBack();
        var depth = queue().depth();
        var again = take();

        assertThat(depth.ready()).isEqualTo(2);
        assertThat(depth.inFlight()).isZero();
        assertThat(again.job()).isEqualTo(jobs.get(0));
        assertThat(again.attempt()).isEqualTo(2);
    }

    @Test
    @DisplayName("a delivery ends once: what is done cannot be given back, nor done again")
    void doneIsFinal() throws Exception {
        givenJobs(1);
        var delivery = take();

        delivery.done();
        delivery.giveBack();
        delivery.done();

        assertThat(queue().depth().ready()).isZero();
        assertThat(queue().depth().inFlight()).isZero();
    }

    @Test
    @DisplayName("a delivery ends once: what was given back is not touched by its old delivery")
    void givenBackIsFinal() throws Exception {
        givenJobs(1);
        var old = take();
        old.giveBack();
        take();

        old.done();
        old.giveBack();

        assertThat(queue().depth().ready()).isZero();
        assertThat(queue().depth().inFlight()).isEqualTo(1);
    }

    @Test
    @DisplayName("a job that fails is neither ready nor in flight, and is not handed out again by itself")
    void failedIsGone() throws Exception {
        var jobs = givenJobs(2);

        take().fail();
        var depth = queue().depth();
        var next = take();

        assertThat(depth.ready()).isEqualTo(1);
        assertThat(depth.inFlight()).isZero();
        assertThat(next.job()).isEqualTo(jobs.get(1));
        assertThat(queue().take(Duration.ZERO)).isEmpty();
    }

    @Test
    @DisplayName("a delivery ends once: what has failed cannot be given back, nor what is done or given back fail")
    void failedIsFinal() throws Exception {
        givenJobs(3);
        var failed = take();
        var done = take();
        var givenBack = take();

        failed.fail();
        failed.giveBack();
        failed.done();
        failed.fail();
        done.done();
        done.fail();
        givenBack.giveBack();
        givenBack.fail();

        assertThat(queue().depth().ready()).isEqualTo(1);
        assertThat(queue().depth().inFlight()).isZero();
    }

    @Test
    @DisplayName("a worker that waits gets the job that is added meanwhile")
    void waitingWorkerIsServed() throws Exception {
        var asking = new CountDownLatch(1);
        var worker = Executors.newSingleThreadExecutor();
        try {
            var taken = worker.submit(() -> {
                asking.countDown();
                return queue().take(LONG);
            });
            asking.await();
            var jobs = givenJobs(1);

            assertThat(taken.get(LONG.toSeconds(), SECONDS).map(Delivery::job)).contains(jobs.get(0));
        } finally {
            worker.shutdownNow();
        }
    }

    @Test
    @DisplayName("a worker interrupted before or while it waits takes nothing")
    void interruptedTakesNothing() throws Exception {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> queue().take(LONG)).isInstanceOf(InterruptedException.class);
        givenJobs(1);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> queue().take(LONG)).isInstanceOf(InterruptedException.class);

        assertThat(queue().depth().ready()).isEqualTo(1);
        assertThat(queue().depth().inFlight()).isZero();
    }

    @Test
    @DisplayName("a worker that waits for a job gives up when it is interrupted")
    void waitingIsInterruptible() throws Exception {
        var asking = new CountDownLatch(1);
        var workers = Executors.newSingleThreadExecutor();
        try {
            var waiting = workers.submit(() -> {
                asking.countDown();
                assertThatThrownBy(() -> queue().take(LONG)).isInstanceOf(InterruptedException.class);
                return true;
            });
            asking.await();
            workers.shutdownNow();

            assertThat(waiting.get(LONG.toSeconds(), SECONDS)).isTrue();
        } finally {
            workers.shutdownNow();
        }
    }

    @Test
    @DisplayName("many workers at once take every job exactly once, though each is given back the first time")
    void workersShareTheJobs() throws Exception {
        var jobs = givenJobs(400);
        var workers = Executors.newFixedThreadPool(8);
        var done = new ArrayList<J>();
        try {
            Callable<List<J>> work = this::workUntilEmpty;
            for (Future<List<J>> part : workers.invokeAll(List.of(work, work, work, work, work, work, work, work))) {
                done.addAll(part.get());
            }
        } finally {
            workers.shutdownNow();
        }

        assertThat(done).containsExactlyInAnyOrderElementsOf(jobs);
        assertThat(queue().depth().ready()).isZero();
        assertThat(queue().depth().inFlight()).isZero();
    }

    @TestFactory
    @DisplayName("a queue that cannot be asked for a job")
    Stream<DynamicTest> outageIsAFaultForWorkers() {
        return outage().stream()
                .map(goDown -> dynamicTest("is a fault, never an empty queue", () -> {
                    givenJobs(1);
                    goDown.run();

                    assertThatThrownBy(() -> queue().take(Duration.ZERO)).isInstanceOf(UnavailableException.class);
                }));
    }

    /** Ends early if a job is just in another worker's hands; that worker then finds it again. */
    private List<J> workUntilEmpty() throws InterruptedException {
        var done = new ArrayList<J>();
        for (Optional<Delivery<J>> next = queue().take(Duration.ZERO);
                next.isPresent();
                next = queue().take(Duration.ZERO)) {
            var delivery = next.get();
            if (delivery.attempt() == 1) {
                delivery.giveBack();
            } else {
                delivery.done();
                done.add(delivery.job());
            }
        }
        return done;
    }

    private Delivery<J> take() throws InterruptedException {
        return queue().take(LONG).orElseThrow();
    }
}
