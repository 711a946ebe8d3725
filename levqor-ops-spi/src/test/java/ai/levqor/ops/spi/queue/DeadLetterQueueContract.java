package ai.levqor.ops.spi.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ai.levqor.ops.spi.UnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link DeadLetterQueue} promises. Extend it once for each implementation; every test starts with an empty
 * queue that nobody else uses.
 *
 * @param <J> what a job is made of; needs {@code equals} and {@code hashCode}
 */
@Timeout(60)
public abstract class DeadLetterQueueContract<J> {
    private static final Duration LONG = Duration.ofSeconds(30);

    /** The queue under test, always the same one within a test. */
    protected abstract DeadLetterQueue deadLetters();

    /** The same queue, as its workers see it. */
    protected abstract DeliveringQueue<J> queue();

    /**
     * Adds so many jobs, no two of a test equal, and returns them in the order they were added. Up to 1,000 may wait.
     * Called by one thread at a time, while workers use the queue.
     */
    protected abstract List<J> givenJobs(int count);

    /** The clock that dates the queue's depths; the one the engine would have. */
    protected abstract Clock clock();

    /** Makes the queue impossible to ask for the rest of the test; empty if nothing can do that. */
    protected abstract Optional<Runnable> outage();

    @Test
    @DisplayName("a queue in which nothing failed reads as zero, and a redrive of it is finished at once")
    void nothingFailed() {
        givenJobs(1);

        var depth = deadLetters().deadLetters();
        var begun = deadLetters().beginRedrive("first");
        var moved = deadLetters().moveBatch("first", 10, 3);

        assertDepth(0, 0, 0);
        assertThat(depth.oldestAge()).isZero();
        assertThat(begun).isEqualTo(new RedriveProgress(0, 0, 0, 0)).isEqualTo(moved);
        assertThat(begun.finished()).isTrue();
    }

    @Test
    @DisplayName("a job that fails is dead, and reading takes nothing away")
    void failedIsDead() throws Exception {
        givenFailed(2);

        assertDepth(2, 0, 0);
        assertDepth(2, 0, 0);
    }

    @Test
    @DisplayName("a depth is dated when it is read, and its oldest age never shrinks")
    void depthsAreDated() throws Exception {
        givenFailed(1);

        var before = clock().instant();
        var first = deadLetters().deadLetters();
        var after = clock().instant();
        givenFailed(1);
        var second = deadLetters().deadLetters();

        assertThat(first.sampledAt()).isBetween(before, after);
        assertThat(first.oldestAge()).isGreaterThanOrEqualTo(Duration.ZERO);
        assertThat(second.oldestAge()).isGreaterThanOrEqualTo(first.oldestAge());
    }

    @Test
    @DisplayName("beginning a redrive moves nothing")
    void beginningMovesNothing() throws Exception {
        givenFailed(3);

        var begun = deadLetters().beginRedrive("first");

        assertThat(begun).isEqualTo(new RedriveProgress(3, 0, 0, 3));
        assertDepth(3, 0, 0);
    }

    @Test
    @DisplayName("a batch moves as many as it is asked to, and counts exactly")
    void batchesAreExact() throws Exception {
        givenFailed(5);
        deadLetters().beginRedrive("first");

        var one = deadLetters().moveBatch("first", 2, 3);
        assertDepth(3, 2, 0);
        var two = deadLetters().moveBatch("first", 2, 3);
        var three = deadLetters().moveBatch("first", 2, 3);
        var four = deadLetters().moveBatch("first", 2, 3);

        assertThat(one).isEqualTo(new RedriveProgress(5, 2, 0, 3));
        assertThat(two).isEqualTo(new RedriveProgress(5, 4, 0, 1));
        assertThat(three).isEqualTo(new RedriveProgress(5, 5, 0, 0)).isEqualTo(four);
        assertDepth(0, 5, 0);
        assertThat(queue().depth().ready()).isEqualTo(5);
    }

    @Test
    @DisplayName("jobs are moved in the order in which they failed, and handed out in that order")
    void oldestFirst() throws Exception {
        var jobs = givenJobs(3);
        var taken = take(3);
        List.of(taken.get(1), taken.get(2), taken.get(0)).forEach(Delivery::fail);
        deadLetters().beginRedrive("first");

        deadLetters().moveBatch("first", 1, 3);
        var first = take(1);
        deadLetters().moveBatch("first", 2, 3);
        var others = take(2);

        assertThat(first).extracting(Delivery::job).containsExactly(jobs.get(1));
        assertThat(others).extracting(Delivery::job).containsExactly(jobs.get(2), jobs.get(0));
    }

    @Test
    @DisplayName("a job keeps its attempts through redrives, given back or not")
    void attemptsCountOn() throws Exception {
        givenJobs(1);

        for (var attempt = 1; attempt <= 7; attempt += 2) {
            var delivery = take(1).get(0);
            assertThat(delivery.attempt()).isEqualTo(attempt);
            delivery.giveBack();
            take(1).get(0).fail();
            redrive("after " + attempt, 10);
        }
    }

    @Test
    @DisplayName("a job waits for its retry until a worker takes it")
    void takenIsNotRetrying() throws Exception {
        givenFailed(2);
        redrive("first", 3);

        var delivery = take(1).get(0);
        assertDepth(0, 1, 0);
        delivery.done();

        assertDepth(0, 1, 0);
        assertThat(queue().depth().ready()).isEqualTo(1);
        assertThat(queue().depth().inFlight()).isZero();
    }

    @Test
    @DisplayName("a job that fails after the redrive began is not moved by it")
    void laterFailuresStay() throws Exception {
        givenFailed(2);
        deadLetters().beginRedrive("first");
        givenFailed(1);

        var moved = deadLetters().moveBatch("first", 10, 3);

        assertThat(moved).isEqualTo(new RedriveProgress(2, 2, 0, 0));
        assertDepth(1, 2, 0);
    }

    @Test
    @DisplayName("a job that fails again does not go round in circles")
    void failingAgainStays() throws Exception {
        givenFailed(3);
        deadLetters().beginRedrive("first");
        deadLetters().moveBatch("first", 1, 3);
        take(1).forEach(Delivery::fail);

        var moved = deadLetters().moveBatch("first", 10, 3);
        take(2).forEach(Delivery::fail);
        var again = deadLetters().moveBatch("first", 10, 3);

        assertThat(moved).isEqualTo(new RedriveProgress(3, 3, 0, 0)).isEqualTo(again);
        assertDepth(3, 0, 0);
    }

    @Test
    @DisplayName("a redrive is taken up again by its name: what it moved counts, and its bound stays")
    void resumedByName() throws Exception {
        givenFailed(3);
        deadLetters().beginRedrive("first");
        deadLetters().moveBatch("first", 1, 3);
        take(1).forEach(Delivery::done);
        givenFailed(4);

        var resumed = deadLetters().beginRedrive("first");
        var moved = deadLetters().moveBatch("first", 10, 3);
        var finished = deadLetters().beginRedrive("first");

        assertThat(resumed).isEqualTo(new RedriveProgress(3, 1, 0, 2));
        assertThat(moved).isEqualTo(new RedriveProgress(3, 3, 0, 0)).isEqualTo(finished);
        assertDepth(4, 2, 0);
    }

    @Test
    @DisplayName("another redrive ends the one before, and takes what is dead now")
    void anotherEndsTheFirst() throws Exception {
        givenFailed(3);
        deadLetters().beginRedrive("first");
        deadLetters().moveBatch("first", 1, 3);
        take(1).forEach(Delivery::fail);

        var begun = deadLetters().beginRedrive("second");

        assertThat(begun).isEqualTo(new RedriveProgress(3, 0, 0, 3));
        assertThatThrownBy(() -> deadLetters().moveBatch("first", 10, 3)).isInstanceOf(IllegalStateException.class);
        assertDepth(3, 0, 0);
        assertThat(deadLetters().moveBatch("second", 10, 3)).isEqualTo(new RedriveProgress(3, 3, 0, 0));
    }

    @Test
    @DisplayName("a redrive that was not begun moves nothing")
    void notBegunIsRefused() throws Exception {
        givenFailed(1);

        assertThatThrownBy(() -> deadLetters().moveBatch("first", 10, 3)).isInstanceOf(IllegalStateException.class);
        assertDepth(1, 0, 0);
    }

    @Test
    @DisplayName("a job redriven three times goes to quarantine by the fourth redrive, and stays there")
    void redrivenTooOften() throws Exception {
        givenFailed(1);
        for (var redrive = 1; redrive <= 3; redrive++) {
            assertThat(redrive("redrive " + redrive, 3)).isEqualTo(new RedriveProgress(1, 1, 0, 0));
            take(1).forEach(Delivery::fail);
        }

        var fourth = redrive("redrive 4", 3);
        var fifth = redrive("redrive 5", 3);

        assertThat(fourth).isEqualTo(new RedriveProgress(1, 0, 1, 0));
        assertThat(fifth).isEqualTo(new RedriveProgress(0, 0, 0, 0));
        assertDepth(0, 0, 1);
        assertThat(queue().take(Duration.ZERO)).isEmpty();
    }

    @Test
    @DisplayName("a batch parts the jobs redriven too often from the others, and takes no more than it was asked to")
    void mixedBatch() throws Exception {
        givenFailed(2);
        redrive("first", 1);
        take(2).forEach(Delivery::fail);
        givenFailed(2);
        deadLetters().beginRedrive("second");

        var one = deadLetters().moveBatch("second", 3, 1);
        var two = deadLetters().moveBatch("second", 3, 1);

        assertThat(one).isEqualTo(new RedriveProgress(4, 1, 2, 1));
        assertThat(two).isEqualTo(new RedriveProgress(4, 2, 2, 0));
        assertDepth(0, 2, 2);
    }

    @Test
    @DisplayName("if no job may be redriven, all go to quarantine")
    void noneMayBeRedriven() throws Exception {
        givenFailed(2);

        assertThat(redrive("first", 0)).isEqualTo(new RedriveProgress(2, 0, 2, 0));
        assertDepth(0, 0, 2);
    }

    @Test
    @DisplayName("a redrive without a name and a batch out of range are mistakes, and move nothing")
    void mistakes() throws Exception {
        givenFailed(1);
        deadLetters().beginRedrive("first");

        assertThatThrownBy(() -> deadLetters().beginRedrive("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> deadLetters().moveBatch("first", 0, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> deadLetters().moveBatch("first", 1, -1)).isInstanceOf(IllegalArgumentException.class);
        assertDepth(1, 0, 0);
    }

    @Test
    @DisplayName("under load each job is done once or ends in quarantine, while batches move what fails")
    void nothingIsLostOrDoubled() throws Exception {
        var load = new RedriveUnderLoad<>(queue(), deadLetters());

        load.run(this::givenJobs);

        assertThat(load.done()).containsExactlyInAnyOrderElementsOf(load.sound());
        assertDepth(0, 0, load.poison().size());
        assertThat(queue().depth().ready()).isZero();
        assertThat(queue().depth().inFlight()).isZero();
    }

    @TestFactory
    @DisplayName("a queue that cannot be asked")
    Stream<DynamicTest> outageIsAFault() {
        return outage().stream()
                .map(goDown -> dynamicTest("is a fault, never a queue without dead letters", () -> {
                    givenFailed(1);
                    deadLetters().beginRedrive("first");
                    goDown.run();

                    assertUnavailable(() -> deadLetters().deadLetters());
                    assertUnavailable(() -> deadLetters().beginRedrive("first"));
                    assertUnavailable(() -> deadLetters().moveBatch("first", 10, 3));
                }));
    }

    private RedriveProgress redrive(String name, int mostRedrives) {
        deadLetters().beginRedrive(name);
        return deadLetters().moveBatch(name, 1_000, mostRedrives);
    }

    /** Adds jobs and lets so many fail. */
    private void givenFailed(int jobs) throws InterruptedException {
        givenJobs(jobs);
        take(jobs).forEach(Delivery::fail);
    }

    private List<Delivery<J>> take(int count) throws InterruptedException {
        var taken = new ArrayList<Delivery<J>>();
        for (var i = 0; i < count; i++) {
            taken.add(queue().take(LONG).orElseThrow());
        }
        return taken;
    }

    private void assertDepth(long dead, long retrying, long quarantined) {
        var depth = deadLetters().deadLetters();
        assertThat(List.of(depth.dead(), depth.retrying(), depth.quarantined()))
                .as("dead, retrying, quarantined")
                .containsExactly(dead, retrying, quarantined);
    }

    private static void assertUnavailable(Runnable call) {
        assertThatThrownBy(call::run).isInstanceOf(UnavailableException.class);
    }
}
