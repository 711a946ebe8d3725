package ai.levqor.ops.policy.forecast;

import java.time.LocalDate;
import java.util.Optional;

/**
 * What daily costs say of the last 24 hours and of this day so far. A day's cost is taken to have come evenly over the day:
 *
 * <pre>
 * today    = what is known of today; else typical x elapsed
 * last 24h = today + (1 - elapsed) x yesterday
 * typical  = mean of the last 7 known days within the last 14, today left out; it also stands for a yesterday that is
 *            not there yet
 * </pre>
 *
 * @param last24h of the costs' currency; below zero if credits outweigh costs
 * @param today since midnight UTC
 */
public record RecentSpend(double last24h, double today) {
    private static final int TYPICAL_DAYS = 7;
    private static final int REACH = 14;

    /**
     * Of daily costs.
     *
     * @param today the day that has not ended
     * @param elapsed the share of it that is over, from 0 to 1
     * @return empty if no day of the last 14 before today is known, nor today itself with yesterday
     */
    public static Optional<RecentSpend> of(DailyCosts costs, LocalDate today, double elapsed) {
        check(elapsed);
        var typical = typical(costs, today);
        var known = costs.on(today);
        if (typical.isEmpty()) {
            // A source that began today has cost nothing before.
            return known.isPresent() && !costs.day(0).isBefore(today)
                    ? Optional.of(new RecentSpend(known.getAsDouble(), known.getAsDouble()))
                    : Optional.empty();
        }
        var soFar = known.orElse(typical.get() * elapsed);
        var before = costs.on(today.minusDays(1)).orElse(typical.get());
        return Optional.of(new RecentSpend(soFar + (1 - elapsed) * before, soFar));
    }

    /** Of a price, which is certain. */
    public static RecentSpend of(CostSource.Fixed fixed, LocalDate today, double elapsed) {
        check(elapsed);
        var soFar = fixed.on(today) * elapsed;
        return new RecentSpend(soFar + (1 - elapsed) * fixed.on(today.minusDays(1)), soFar);
    }

    /** The sum, the other one times a rate. */
    public RecentSpend plus(RecentSpend other, double rate) {
        return new RecentSpend(last24h + other.last24h * rate, today + other.today * rate);
    }

    private static Optional<Double> typical(DailyCosts costs, LocalDate today) {
        var sum = 0.0;
        var days = 0;
        for (var ago = 1; ago <= REACH && days < TYPICAL_DAYS; ago++) {
            var cost = costs.on(today.minusDays(ago));
            if (cost.isPresent()) {
                sum += cost.getAsDouble();
                days++;
            }
        }
        return days == 0 ? Optional.empty() : Optional.of(sum / days);
    }

    private static void check(double elapsed) {
        if (!(elapsed >= 0 && elapsed <= 1)) {
            throw new IllegalArgumentException("elapsed must be from 0 to 1, was " + elapsed);
        }
    }
}
