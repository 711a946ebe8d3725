package ai.levqor.ops.policy.slo;

import ai.levqor.ops.policy.Fact;
import ai.levqor.ops.policy.slo.SloObservation.Outcomes;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * The burn rate over the last ticks.
 *
 * @param name of the fact
 * @param ticks one or more
 * @param above the highest burn rate that is still fine
 * @param budget the share that may fail
 */
record BurnWindow(String name, int ticks, double above, BigDecimal budget) {

    boolean burns(List<Outcomes> outcomes) {
        var most = BigDecimal.valueOf(above).multiply(budget).doubleValue();
        return errorRate(outcomes).filter(rate -> rate > most).isPresent();
    }

    Optional<Fact> fact(List<Outcomes> outcomes) {
        return errorRate(outcomes).map(rate -> new Fact(name, rate / budget.doubleValue(), "x", above));
    }

    /** Of the window, with what lies before the first tick counted as traffic of the same size without failures. */
    private Optional<Double> errorRate(List<Outcomes> outcomes) {
        var known = Math.min(ticks, outcomes.size());
        var total = 0.0;
        var failures = 0.0;
        for (var ended : outcomes.subList(outcomes.size() - known, outcomes.size())) {
            total += ended.total();
            failures += ended.failures();
        }
        return total == 0 ? Optional.empty() : Optional.of(failures * known / (total * ticks));
    }
}
