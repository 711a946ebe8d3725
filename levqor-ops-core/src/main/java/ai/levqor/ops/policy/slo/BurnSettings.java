package ai.levqor.ops.policy.slo;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * The numbers of {@link BurnRatePolicy}. The windows are the workbook's, in whole ticks and never shorter than their
 * names say.
 *
 * @param objective the share of requests and jobs that shall succeed, between 0.0 and 1.0; the rest is the error budget
 * @param fastBurn a burn rate above this over an hour and five minutes raises the alarm, above zero
 * @param slowBurn a burn rate above this over six hours and thirty minutes raises the alarm, above zero
 * @param every the time between two ticks, from 15 seconds to 5 minutes
 */
public record BurnSettings(double objective, double fastBurn, double slowBurn, Duration every) {

    private static final Duration LEAST = Duration.ofSeconds(15);
    private static final Duration MOST = Duration.ofMinutes(5);

    /** 99.9 %, 14.4 times and 6 times, a tick every 5 minutes. */
    public static final BurnSettings DEFAULTS = new BurnSettings(0.999, 14.4, 6, Duration.ofMinutes(5));

    public BurnSettings {
        require(objective > 0 && objective < 1, "objective must be in (0, 1), was " + objective);
        require(fastBurn > 0 && fastBurn < Double.MAX_VALUE, "fastBurn must be > 0 and finite, was " + fastBurn);
        require(slowBurn > 0 && slowBurn < Double.MAX_VALUE, "slowBurn must be > 0 and finite, was " + slowBurn);
        require(
                every.compareTo(LEAST) >= 0 && every.compareTo(MOST) <= 0,
                "every must be in [" + LEAST + ", " + MOST + "], was " + every);
    }

    /** A window in whole ticks, with the budget that it is held against. */
    BurnWindow window(String name, Duration length, double above) {
        var ticks = Math.toIntExact(length.plus(every).minusNanos(1).dividedBy(every));
        return new BurnWindow(name, ticks, above, BigDecimal.ONE.subtract(BigDecimal.valueOf(objective)));
    }

    private static void require(boolean valid, String message) {
        if (!valid) {
            throw new IllegalArgumentException(message);
        }
    }
}
