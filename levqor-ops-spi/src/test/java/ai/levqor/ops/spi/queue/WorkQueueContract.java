package ai.levqor.ops.spi.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ai.levqor.ops.spi.UnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What every {@link WorkQueue} promises. Extend it once for each implementation; every test starts with an empty queue
 * that nobody else uses.
 */
public abstract class WorkQueueContract {

    /** The queue under test, always the same one within a test. */
    protected abstract WorkQueue queue();

    /** The clock that dates the queue's depths; the one the engine would have. */
    protected abstract Clock clock();

    /** Adds so many jobs, which wait for a worker until the test takes them. */
    protected abstract void givenReady(int jobs);

    /** Makes the queue impossible to ask for the rest of the test; empty if nothing can do that. */
    protected abstract Optional<Runnable> outage();

    @Test
    @DisplayName("an empty queue reads as zero, not as unknown")
    void emptyReadsAsZero() {
        var depth = queue().depth();

        assertThat(depth.ready()).isZero();
        assertThat(depth.inFlight()).isZero();
        assertThat(depth.oldestAge()).isZero();
    }

    @Test
    @DisplayName("every job that waits is counted")
    void waitingJobsAreCounted() {
        givenReady(3);
        givenReady(4);

        assertThat(queue().depth().ready()).isEqualTo(7);
        assertThat(queue().depth().inFlight()).isZero();
    }

    @Test
    @DisplayName("reading takes nothing away")
    void readingTakesNothing() {
        givenReady(3);

        var first = queue().depth();
        var second = queue().depth();

        assertThat(second.ready()).isEqualTo(first.ready()).isEqualTo(3);
    }

    @Test
    @DisplayName("a depth is dated when it is read")
    void depthsAreDated() {
        givenReady(1);

        var before = clock().instant();
        var depth = queue().depth();
        var after = clock().instant();

        assertThat(depth.sampledAt()).isBetween(before, after);
    }

    @Test
    @DisplayName("the oldest job's age never shrinks while it waits")
    void oldestAgeGrows() {
        givenReady(1);

        var first = queue().depth().oldestAge();
        givenReady(1);
        var second = queue().depth().oldestAge();

        assertThat(first).isGreaterThanOrEqualTo(Duration.ZERO);
        assertThat(second).isGreaterThanOrEqualTo(first);
    }

    @TestFactory
    @DisplayName("a queue that cannot be asked")
    Stream<DynamicTest> outageIsAFault() {
        return outage().stream()
                .map(goDown -> dynamicTest("is a fault, never an empty queue", () -> {
                    givenReady(1);
                    goDown.run();

                    assertThatThrownBy(() -> queue().depth()).isInstanceOf(UnavailableException.class);
                }));
    }
}
