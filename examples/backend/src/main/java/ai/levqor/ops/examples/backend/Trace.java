package ai.levqor.ops.examples.backend;

import java.time.Duration;
import java.util.Arrays;

/**
 * Recorded arrivals, in bins without a gap between them.
 *
 * @param name where they come from
 * @param startsAt when each bin starts, in seconds, rising; the last entry ends the last bin
 * @param arrivals arrivals in each bin, zero or more; one entry fewer than {@code startsAt}
 */
@SuppressWarnings("ArrayRecordComponent") // built once by TraceFile, never handed out; a week of seconds as a list of
// boxes would be ten times as large
record Trace(String name, double[] startsAt, double[] arrivals) {

    /** How long the recording is. */
    Duration length() {
        return Duration.ofMillis(Math.round((startsAt[startsAt.length - 1] - startsAt[0]) * 1e3));
    }

    int bins() {
        return arrivals.length;
    }

    /** The rate of the bin that holds the moment {@code offset} seconds after the start; zero outside. */
    double ratePerSecond(double offset) {
        var at = Arrays.binarySearch(startsAt, startsAt[0] + offset);
        var bin = at >= 0 ? at : -at - 2;
        return bin < 0 || bin >= arrivals.length ? 0 : rateOfBin(bin);
    }

    /** The rate that 99.9 % of the bins stay at or below. */
    double highRatePerSecond() {
        var rates = new double[bins()];
        Arrays.setAll(rates, this::rateOfBin);
        Arrays.sort(rates);
        return rates[(int) Math.ceil(0.999 * rates.length) - 1];
    }

    private double rateOfBin(int bin) {
        return arrivals[bin] / (startsAt[bin + 1] - startsAt[bin]);
    }
}
