package ai.levqor.ops.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LatencyBucketsTest {
    private static final long MICROSECOND = 1_000;
    private static final long HOUR = 3_600_000_000_000L;

    @Test
    @DisplayName("every number of two digits, and of three that ends in 5, is an edge from 1 us to 1 h")
    void roundNumbersAreEdges() {
        var round = LongStream.concat(
                LongStream.rangeClosed(10, 99).map(two -> two * 10),
                LongStream.range(10, 100).map(two -> two * 10 + 5));
        var inEveryDecade =
                round.boxed().flatMap(three -> Stream.iterate(three * 10, edge -> edge <= HOUR, edge -> edge * 10));

        assertThat(inEveryDecade)
                .hasSizeGreaterThan(1_500)
                .allSatisfy(edge -> assertThat(reported(edge)).isEqualTo(edge));
    }

    @Test
    @DisplayName("every edge belongs to its own bucket, and the next nanosecond to the next bucket")
    void edgesAreInclusive() {
        assertThat(IntStream.range(0, LatencyBuckets.count() - 1)).allSatisfy(bucket -> {
            assertThat(LatencyBuckets.indexOf(LatencyBuckets.upperEdge(bucket))).isEqualTo(bucket);
            assertThat(LatencyBuckets.indexOf(LatencyBuckets.upperEdge(bucket) + 1))
                    .isEqualTo(bucket + 1);
        });
    }

    @Test
    @DisplayName("what is out of range counts as its nearest end")
    void outOfRangeIsClamped() {
        assertThat(LongStream.of(Long.MIN_VALUE, -1, 0, 1, MICROSECOND))
                .allSatisfy(nanos -> assertThat(reported(nanos)).isEqualTo(MICROSECOND));
        assertThat(LongStream.of(HOUR, HOUR + 1, Long.MAX_VALUE))
                .allSatisfy(nanos -> assertThat(reported(nanos)).isEqualTo(HOUR));
    }

    @Property
    void isNeverReportedBelowNorOverOnePercentAbove(@ForAll @LongRange(min = MICROSECOND, max = HOUR) long nanos) {
        assertThat(reported(nanos)).isBetween(nanos, nanos + nanos / 100 + 1);
    }

    private static long reported(long nanos) {
        return LatencyBuckets.upperEdge(LatencyBuckets.indexOf(nanos));
    }
}
