package ai.levqor.ops.spi.metrics;

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
 * What every {@link MetricsSource} promises. Extend it once for each implementation; every test starts with a backend
 * that has answered nothing yet.
 */
public abstract class MetricsSourceContract {

    /** The source under test, always the same one within a test. */
    protected abstract MetricsSource source();

    /** The clock that dates the source's samples; the one the engine would have. */
    protected abstract Clock clock();

    /** Lets the backend answer so many requests, each in this time, well within the source's windows. */
    protected abstract void givenRequests(int count, Duration latency, boolean failed);

    /**
     * How much above the real latency the source may report it, as a share of it: 0.01 is one percent. It may never
     * report less.
     */
    protected abstract double roundingUp();

    /** Makes the source impossible to read for the rest of the test; empty if nothing can do that. */
    protected abstract Optional<Runnable> outage();

    @Test
    @DisplayName("an idle backend is known: no requests, no latency, no outcomes")
    void idleIsKnown() {
        var sample = source().sample();

        assertThat(sample.requests()).isZero();
        assertThat(sample.latency()).isEmpty();
        assertThat(sample.outcomes()).isEqualTo(Outcomes.NONE);
    }

    @Test
    @DisplayName("requests are counted once each, failures among them")
    void countsRequestsAndFailures() {
        givenRequests(95, Duration.ofMillis(20), false);
        givenRequests(5, Duration.ofMillis(20), true);

        var sample = source().sample();

        assertThat(sample.requests()).isEqualTo(100);
        assertThat(sample.outcomes()).isEqualTo(new Outcomes(100, 5));
    }

    @Test
    @DisplayName("percentiles tell the many fast requests from the few slow ones")
    void percentilesAreTold() {
        givenRequests(900, Duration.ofMillis(20), false);
        givenRequests(80, Duration.ofMillis(100), false);
        givenRequests(20, Duration.ofSeconds(1), false);

        var latency = source().sample().latency().orElseThrow();

        assertReported(latency.p50(), Duration.ofMillis(20));
        assertReported(latency.p95(), Duration.ofMillis(100));
        assertReported(latency.p99(), Duration.ofSeconds(1));
    }

    @Test
    @DisplayName("reading takes nothing away")
    void readingTakesNothing() {
        givenRequests(10, Duration.ofMillis(20), true);

        var first = source().sample();
        var second = source().sample();

        assertThat(second.requests()).isEqualTo(first.requests()).isEqualTo(10);
        assertThat(second.latency()).isEqualTo(first.latency());
        assertThat(second.outcomes()).isEqualTo(first.outcomes()).isEqualTo(new Outcomes(10, 10));
    }

    @Test
    @DisplayName("a sample is dated when it is read")
    void samplesAreDated() {
        var before = clock().instant();
        var sample = source().sample();
        var after = clock().instant();

        assertThat(sample.sampledAt()).isBetween(before, after);
    }

    @TestFactory
    @DisplayName("a source that cannot be read")
    Stream<DynamicTest> outageIsAFault() {
        return outage().stream()
                .map(goDown -> dynamicTest("is a fault, never a zero", () -> {
                    givenRequests(1, Duration.ofMillis(20), false);
                    goDown.run();

                    assertThatThrownBy(() -> source().sample()).isInstanceOf(UnavailableException.class);
                }));
    }

    private void assertReported(Duration reported, Duration real) {
        var highest = Duration.ofNanos((long) (real.toNanos() * (1 + roundingUp())));
        assertThat(reported).isBetween(real, highest);
    }
}
