package ai.levqor.ops.engine.cost;

import ai.levqor.ops.engine.cost.CostReport.SourceState;
import ai.levqor.ops.policy.forecast.DailyCosts;
import ai.levqor.ops.spi.billing.CostLine;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a source, ready to be reckoned with. Immutable.
 *
 * @param readAt when it was last read well
 * @param newest the newest day it tells of
 * @param series its items
 * @param sums of them, by currency
 */
record SourceBook(
        String name,
        SourceState state,
        Optional<Instant> readAt,
        Optional<LocalDate> newest,
        List<ItemSeries> series,
        Map<Currency, DailyCosts> sums) {

    static SourceBook of(String name, SourceState state, Optional<KnownCosts> known) {
        var series = known.map(ItemSeries::of).orElse(List.of());
        return new SourceBook(
                name,
                state,
                known.map(KnownCosts::readAt),
                known.flatMap(it -> it.lines().stream().map(CostLine::day).max(LocalDate::compareTo)),
                series,
                ItemSeries.sums(series));
    }
}
