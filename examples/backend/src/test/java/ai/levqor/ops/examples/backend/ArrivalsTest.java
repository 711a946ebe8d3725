package ai.levqor.ops.examples.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

    @Test
    @DisplayName("as many arrive as the rate says, give or take what chance gives")
    void meanIsTheRate() {
        var arrivals = new Arrivals(42);

        var sum = IntStream.range(0, 100_000)
                .mapToLong(slice -> arrivals.in(100, 0.01))
                .sum();

        // 100,000 are expected with a deviation of 316; the seed makes it the same each time.
        assertThat(sum).isBetween(99_000L, 101_000L);
    }

    @Test
    @DisplayName("they are as irregular as a Poisson process: the variance of a count is its mean")
    void varianceIsTheMean() {
        var arrivals = new Arrivals(7);

        var counts =
                IntStream.range(0, 100_000).map(slice -> arrivals.in(50, 0.1)).summaryStatistics();
        var again = new Arrivals(7);
        var variance = IntStream.range(0, 100_000)
                .mapToDouble(slice -> Math.pow(again.in(50, 0.1) - counts.getAverage(), 2))
                .average()
                .orElseThrow();

        assertThat(variance / counts.getAverage()).isBetween(0.95, 1.05);
    }

    @Test
    @DisplayName("nobody arrives at a rate of zero")
    void zeroRate() {
        assertThat(new Arrivals(1).in(0, 3_600)).isZero();
    }
}
