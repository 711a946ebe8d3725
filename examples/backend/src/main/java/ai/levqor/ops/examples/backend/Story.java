package ai.levqor.ops.examples.backend;

import java.time.Duration;

/**
 * The built-in load and its mishap, in rounds for as long as it is asked: a quiet third of a minute, a flash crowd that
 * comes within ten seconds, stays for forty and leaves within ten, a good minute without anybody, quiet again.
 *
 * <p>As the crowd leaves, the payment provider is away for {@value #AWAY_SECONDS} seconds: every second order fails. And a
 * few orders are poison: they fail whenever they are tried.
 *
 * <p>The alarm takes three breaches in a row, and three looks at every 5 s are more than 5 s apart. So the first
 * recovery finds the provider back, and what it redrives is done, but for the poison. That fails once more, which is
 * again a breach, as nothing else goes on: the second recovery puts it into quarantine.
 */
final class Story implements LoadShape {
    /** How long one round takes. */
    static final Duration LENGTH = Duration.ofMinutes(3);

    /** Requests per second in the quiet: a tenth of what one worker does. */
    static final double QUIET = 5;

    /** Requests per second of the crowd: more than two workers do, less than three. */
    static final double CROWD = 130;

    /** One order in so many is poison: four in the first round, all of them in the crowd. */
    static final long POISON_EVERY = 1_500;

    /** When the provider is away in a round. */
    static final int AWAY_FROM_SECOND = 70;

    static final int AWAY_SECONDS = 5;

    private static final double CROWD_COMES = 18;
    private static final double CROWD_LEAVES = 68;
    private static final double RAMP = 10;
    private static final double NIGHT_BEGINS = CROWD_LEAVES + RAMP;
    private static final double NIGHT_ENDS = 150;

    @Override
    public double ratePerSecond(Duration sinceStart) {
        var t = second(sinceStart);
        if (t >= NIGHT_BEGINS && t < NIGHT_ENDS) {
            return 0;
        }
        var risen = clamp((t - CROWD_COMES) / RAMP);
        var fallen = clamp((t - CROWD_LEAVES) / RAMP);
        return QUIET + (CROWD - QUIET) * (risen - fallen);
    }

    /** Whether an order fails that is tried at one moment. */
    boolean fails(long order, Duration sinceStart) {
        var t = second(sinceStart);
        var away = t >= AWAY_FROM_SECOND && t < AWAY_FROM_SECOND + AWAY_SECONDS;
        return (away && order % 2 == 0) || order % POISON_EVERY == 0;
    }

    /** Within the round. */
    private static double second(Duration sinceStart) {
        return sinceStart.toMillis() % LENGTH.toMillis() / 1e3;
    }

    private static double clamp(double share) {
        return Math.max(0, Math.min(1, share));
    }

    @Override
    public String toString() {
        return ("the built-in story of %d minutes: quiet (%.0f requests/s), flash crowd (%.0f requests/s), the payment"
                        + " provider away for %d s, nobody")
                .formatted(LENGTH.toMinutes(), QUIET, CROWD, AWAY_SECONDS);
    }
}
