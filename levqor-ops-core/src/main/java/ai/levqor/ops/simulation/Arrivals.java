package ai.levqor.ops.simulation;

/**
 * Draws how many jobs arrive in each second: Poisson with the workload's rate. The same seed gives the same arrivals on
 * any machine.
 *
 * <p>Numbers come from SplitMix64 (Steele, Lea, Flood 2014); a count below a rate of 30 by Knuth's product, from there on
 * by the rounded normal approximation (Box-Muller).
 */
final class Arrivals {
    private static final double LARGE = 30;

    private final Workload workload;
    private long state;

    Arrivals(Workload workload, String seed) {
        this.workload = workload;
        this.state = 42;
        for (var i = 0; i < seed.length(); i++) {
            state = state * 1_099_511_628_211L ^ seed.charAt(i);
        }
    }

    /** Jobs in this second; to be asked for each second once, in order. */
    int in(long second) {
        var rate = workload.rateIn(second);
        if (rate == 0) {
            return 0;
        }
        return rate < LARGE ? knuth(rate) : normal(rate);
    }

    private int knuth(double rate) {
        var floor = StrictMath.exp(-rate);
        var jobs = -1;
        for (var product = 1.0; product > floor; jobs++) {
            product *= uniform();
        }
        return jobs;
    }

    private int normal(double rate) {
        var radius = Math.sqrt(-2 * StrictMath.log(uniform()));
        var normal = radius * StrictMath.cos(2 * Math.PI * uniform());
        return (int) Math.max(0, Math.round(rate + Math.sqrt(rate) * normal));
    }

    /** In (0, 1). */
    private double uniform() {
        state += 0x9E3779B97F4A7C15L;
        var mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return (((mixed ^ (mixed >>> 31)) >>> 11) + 0.5) * 0x1p-53;
    }
}
