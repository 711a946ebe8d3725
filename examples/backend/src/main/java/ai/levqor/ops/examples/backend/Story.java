package ai.levqor.ops.examples.backend;

import java.time.Duration;

/**
 * The built-in load: quiet, a flash crowd, quiet, and so on for as long as it is asked. The crowd comes within ten
 * seconds, stays for forty, and leaves within ten.
 */
final class Story implements LoadShape {
    /** How long one round takes. */
    static final Duration LENGTH = Duration.ofMinutes(3);

    /** Requests per second in the quiet: a tenth of what one worker does. */
    static final double QUIET = 5;

    /** Requests per second of the crowd: more than two workers do, less than three. */
    static final double CROWD = 130;

    private static final double COMES_AT = 25;
    private static final double LEAVES_AT = 75;
    private static final double RAMP = 10;

    @Override
    public double ratePerSecond(Duration sinceStart) {
        var t = sinceStart.toMillis() % LENGTH.toMillis() / 1e3;
        var risen = clamp((t - COMES_AT) / RAMP);
        var fallen = clamp((t - LEAVES_AT) / RAMP);
        return QUIET + (CROWD - QUIET) * (risen - fallen);
    }

    private static double clamp(double share) {
        return Math.max(0, Math.min(1, share));
    }

    @Override
    public String toString() {
        return "the built-in story of %d minutes: quiet (%.0f requests/s), flash crowd (%.0f requests/s), quiet"
                .formatted(LENGTH.toMinutes(), QUIET, CROWD);
    }
}
