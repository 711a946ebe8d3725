package ai.levqor.ops.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SlidingCountsTest {
    private static final long SLICE = Duration.ofSeconds(1).toNanos();

    private final SlidingCounts counts = new SlidingCounts(2, Duration.ofSeconds(3), 4);

    @Test
    @DisplayName("counters are apart from each other")
    void countersAreApart() {
        counts.increment(0, 0);
        counts.increment(1, 0);
        counts.increment(1, SLICE);

        assertThat(counts.sum(0, SLICE)).isEqualTo(1);
        assertThat(counts.sum(1, SLICE)).isEqualTo(2);
    }

    @Test
    @DisplayName("a thread so late that its slice was taken over counts nothing, and wipes nothing out")
    void lateThreadCountsNothing() {
        counts.increment(0, 4 * SLICE);

        counts.increment(0, 0);

        assertThat(counts.sum(0, 4 * SLICE)).isEqualTo(1);
    }

    @Test
    @DisplayName("a thread that is late within the window counts in its own slice")
    void lateThreadCountsWhereItBelongs() {
        counts.increment(0, 3 * SLICE);

        counts.increment(0, 0);

        assertThat(counts.sum(0, 3 * SLICE)).isEqualTo(2);
        assertThat(counts.sum(0, 4 * SLICE)).isEqualTo(1);
    }

    @Test
    @DisplayName("a reader that is late sees what newer slices hold")
    void lateReaderSeesNewerSlices() {
        counts.increment(0, 0);
        counts.increment(0, 5 * SLICE);

        assertThat(counts.sum(0, 2 * SLICE)).isEqualTo(2);
    }
}
