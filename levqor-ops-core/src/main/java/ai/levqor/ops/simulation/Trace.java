package ai.levqor.ops.simulation;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;

/** Arrivals that somebody counted, in bins of equal length without a gap. Immutable. */
public final class Trace {
    private final String name;
    private final long binSeconds;
    private final double[] arrivals;

    private Trace(String name, long binSeconds, double[] arrivals) {
        this.name = name;
        this.binSeconds = binSeconds;
        this.arrivals = arrivals;
    }

    /**
     * Reads lines of {@code epoch_s,arrivals}: the second at which a bin starts, and how much arrived in it. A header of
     * these words and blank lines are passed over.
     *
     * @param name for messages; often the {@link Simulation#seed} too
     * @param lines at least two bins
     * @throws IllegalArgumentException naming the line and what it must be
     */
    public static Trace parse(String name, Stream<String> lines) {
        var reader = new TraceReader(name);
        lines.forEachOrdered(reader::accept);
        return new Trace(name, reader.binSeconds(), reader.arrivals());
    }

    /** Where it comes from. */
    public String name() {
        return name;
    }

    /** How long a bin is. */
    public Duration bin() {
        return Duration.ofSeconds(binSeconds);
    }

    /** How many bins there are. */
    public int bins() {
        return arrivals.length;
    }

    /** The load as it was counted: the rate of a bin is its arrivals / its length, the same all through the bin. */
    public Workload workload() {
        return scaled(1, Double.POSITIVE_INFINITY);
    }

    /**
     * The load's shape at another size:
     *
     * <pre>rate(t) = min(counted(t) x high / p99.9, most)</pre>
     *
     * where p99.9 is the nearest-rank percentile of the bins' counted rates.
     *
     * @param high jobs per second that 99.9 % of the bins stay at or below, above 0.0
     * @param most jobs per second that no bin exceeds, above 0.0
     * @throws IllegalArgumentException if 99.9 % of the bins are empty
     */
    public Workload workload(double high, double most) {
        var sorted = arrivals.clone();
        Arrays.sort(sorted);
        var counted = sorted[(int) Math.ceil(0.999 * sorted.length) - 1] / binSeconds;
        if (!(counted > 0)) {
            throw new IllegalArgumentException(name + " cannot be scaled: 99.9 % of its bins are empty");
        }
        return scaled(high / counted, most);
    }

    private Workload scaled(double factor, double most) {
        return new Workload(
                bin().multipliedBy(arrivals.length),
                second -> Math.min(arrivals[(int) (second / binSeconds)] / binSeconds * factor, most));
    }

    @Override
    public String toString() {
        return name + ": " + arrivals.length + " bins of " + binSeconds + " s";
    }
}
