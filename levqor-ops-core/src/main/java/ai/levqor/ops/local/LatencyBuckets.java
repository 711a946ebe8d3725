package ai.levqor.ops.local;

import java.util.Arrays;

/**
 * Where a latency is counted: in a bucket above one edge and up to the next, which is reported as its upper edge.
 *
 * <p>The edges are round decimal numbers. Written with three digits, every number from 100 to 250 is an edge, every
 * 2.5th from 250 to 500, every fifth from 500 to 1000; the same in each decade from 1 us to 1 h. So
 *
 * <ul>
 *   <li>a reported latency is never below the real one, and at most 1 % above it;
 *   <li>a limit of two digits (40 ms, 150 ms), or of three that ends in 5, is an edge: the reported latency exceeds it
 *       exactly if the real one does.
 * </ul>
 *
 * <p>What is shorter than 1 us counts as 1 us, and what is longer than 1 h as 1 h.
 */
final class LatencyBuckets {
    private static final long SHORTEST = 1_000L;
    private static final long LONGEST = 3_600_000_000_000L;
    private static final long[] EDGES = edges();

    /** A latency's eight leading bits, and their place, lead close to its bucket: two or three edges remain to be tried. */
    private static final int LEADING_BITS = 7;

    private static final short[] FIRST_EDGE = firstEdges();

    private LatencyBuckets() {}

    /** How many buckets there are. */
    static int count() {
        return EDGES.length;
    }

    /** The bucket of a latency; every number has one. */
    static int indexOf(long nanos) {
        if (nanos <= SHORTEST) {
            return 0;
        }
        if (nanos >= LONGEST) {
            return EDGES.length - 1;
        }
        var shift = 63 - Long.numberOfLeadingZeros(nanos) - LEADING_BITS;
        int index = FIRST_EDGE[leading(shift) + (int) (nanos >>> shift)];
        while (EDGES[index] < nanos) {
            index++;
        }
        return index;
    }

    /** The longest latency of a bucket, in nanoseconds. */
    static long upperEdge(int index) {
        return EDGES[index];
    }

    private static long[] edges() {
        var edges = new long[4_000];
        var count = 0;
        var edge = SHORTEST;
        for (var decade = SHORTEST; edge <= LONGEST; decade *= 10) {
            while (edge < decade * 10 && edge <= LONGEST) {
                edges[count++] = edge;
                edge += edge * 2 < decade * 5 ? decade / 100 : edge < decade * 5 ? decade / 40 : decade / 20;
            }
        }
        return Arrays.copyOf(edges, count);
    }

    private static short[] firstEdges() {
        var longestShift = 63 - Long.numberOfLeadingZeros(LONGEST) - LEADING_BITS;
        var first = new short[leading(longestShift + 1) + (1 << LEADING_BITS)];
        short index = 0;
        for (var shift = 0; shift <= longestShift; shift++) {
            for (var bits = 1L << LEADING_BITS; bits < 2L << LEADING_BITS; bits++) {
                while (index < EDGES.length - 1 && EDGES[index] < bits << shift) {
                    index++;
                }
                first[leading(shift) + (int) bits] = index;
            }
        }
        return first;
    }

    /** Where the bits at this place begin in the table; the highest of them is always one. */
    private static int leading(int shift) {
        return (shift - 1) << LEADING_BITS;
    }
}
