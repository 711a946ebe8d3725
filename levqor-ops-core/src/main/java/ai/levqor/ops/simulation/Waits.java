package ai.levqor.ops.simulation;

import java.util.Arrays;

/** How long jobs waited. A wait and the number of its jobs share one long: so they are sorted without an object. */
final class Waits {
    private long[] waits = new long[64];
    private int size;
    private long jobs;

    /**
     * Adds jobs that waited equally long.
     *
     * @param wait seconds, zero or more; the bits of such a float sort as it does
     */
    void add(float wait, int count) {
        if (size == waits.length) {
            waits = Arrays.copyOf(waits, size * 2);
        }
        waits[size++] = (long) Float.floatToIntBits(wait) << Integer.SIZE | count;
        jobs += count;
    }

    void clear() {
        size = 0;
        jobs = 0;
    }

    /** All jobs. */
    long jobs() {
        return jobs;
    }

    /** The least wait that 95 % of the jobs do not exceed (nearest rank); zero without jobs. */
    float p95() {
        Arrays.sort(waits, 0, size);
        var passed = 0L;
        for (var i = 0; i < size; i++) {
            passed += (int) waits[i];
            if (passed * 100 >= jobs * 95) {
                return Float.intBitsToFloat((int) (waits[i] >>> Integer.SIZE));
            }
        }
        return 0;
    }
}
