package ai.levqor.ops.examples.backend;

import java.time.Duration;

/**
 * The built-in load: a quiet third of a minute, a flash crowd that comes within ten seconds, stays for forty and leaves
 * within ten, a good minute without anybody, quiet again, and so on for as long as it is asked.
 */
final class Story implements LoadShape {
    /** How long one round takes. */
    static final Duration LENGTH = Duration.ofMinutes(3);

    /** Requests per second in the quiet: a tenth of what one worker does. */
    static final double QUIET = 5;

    /** Requests per second of the crowd: more than two workers do, less than three. */
    static final double CROWD = 130;

    private static final double CROWD_COMES = 18;
    private static final double CROWD_LEAVES = 68;
    private static final double RAMP = 10;
    private static final double NIGHT_BEGINS = CROWD_LEAVES + RAMP;
    private static final double NIGHT_ENDS = 150;

    @Override
    public double ratePerSecond(Duration sinceStart) {
        var t = sinceStart.toMillis() % LENGTH.toMillis() / 1e3;
        if (t >= NIGHT_BEGINS && t < NIGHT_ENDS) {
            return 0;
        }
        var risen = clamp((t - CROWD_COMES) / RAMP);
        var fallen = clamp((t - CROWD_LEAVES) / RAMP);
        return QUIET + (CROWD - QUIET) * (risen - fallen);
    }

    private static double clamp(double share) {
        return Math.max(0, Math.min(1, share));
    }

    @Override
    public String toString() {
        return "the built-in story of %d minutes: quiet (%.0f requests/s), flash crowd (%.0f requests/s), nobody"
                .formatted(LENGTH.toMinutes(), QUIET, CROWD);
    }
}
