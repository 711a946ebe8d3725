package ai.levqor.ops.engine.cost;

import ai.levqor.ops.policy.forecast.CostSource;
import ai.levqor.ops.policy.forecast.DailyCosts;
import ai.levqor.ops.policy.forecast.DayCost;
import ai.levqor.ops.spi.billing.CostItem;
import ai.levqor.ops.spi.billing.CostKind;
import ai.levqor.ops.spi.billing.CostLine;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * One item of a source, day by day. A day that the source tells of, but not of this item, is a zero of this item, from
 * its first day on; a day that the source says nothing of is missing.
 *
 * @param item what it is
 * @param amounts what it cost
 * @param volumes what that is a fee of; without a day if it is none
 */
record ItemSeries(CostItem item, DailyCosts amounts, DailyCosts volumes) {
    private static final int RATE_DAYS = 30;

    /** Each item of a source, in order. */
    static List<ItemSeries> of(KnownCosts known) {
        var days = new TreeSet<LocalDate>();
        var byItem = new LinkedHashMap<CostItem, Map<LocalDate, CostLine>>();
        for (var line : known.lines()) {
            days.add(line.day());
            byItem.computeIfAbsent(line.item(), item -> new LinkedHashMap<>()).put(line.day(), line);
        }
        var series = new ArrayList<ItemSeries>();
        byItem.forEach((item, lines) -> series.add(of(item, lines, days)));
        return series;
    }

    private static ItemSeries of(CostItem item, Map<LocalDate, CostLine> lines, TreeSet<LocalDate> days) {
        var amounts = new ArrayList<DayCost>();
        var volumes = new ArrayList<DayCost>();
        var first = lines.keySet().iterator().next();
        var fee = lines.values().stream().anyMatch(line -> line.volume().isPresent());
        for (var day : days.tailSet(first)) {
            var line = lines.get(day);
            amounts.add(new DayCost(day, line == null ? 0 : line.amount().doubleValue()));
            if (fee) {
                var volume = line == null ? BigDecimal.ZERO : line.volume().orElse(BigDecimal.ZERO);
                volumes.add(new DayCost(day, volume.doubleValue()));
            }
        }
        return new ItemSeries(item, DailyCosts.of(item.currency(), amounts), DailyCosts.of(item.currency(), volumes));
    }

    /** The sum of the items of each currency. */
    static Map<Currency, DailyCosts> sums(List<ItemSeries> series) {
        var rows = new LinkedHashMap<Currency, List<DayCost>>();
        for (var one : series) {
            rows.computeIfAbsent(one.item().currency(), currency -> new ArrayList<>())
                    .addAll(rows(one.amounts(), 1));
        }
        var sums = new LinkedHashMap<Currency, DailyCosts>();
        rows.forEach((currency, all) -> sums.put(currency, DailyCosts.of(currency, all)));
        return sums;
    }

    /** The known days of a series, each times a factor. */
    static List<DayCost> rows(DailyCosts costs, double factor) {
        var rows = new ArrayList<DayCost>();
        for (var at = 0; at < costs.span(); at++) {
            var day = costs.day(at);
            costs.on(day).ifPresent(cost -> rows.add(new DayCost(day, cost * factor)));
        }
        return rows;
    }

    /**
     * By its kind: a fee is its rate in the last 30 days before {@code today} times the volume, if that makes sense; all else
     * follows its own past.
     */
    CostSource source(String name, LocalDate today) {
        if (item.kind() == CostKind.FEE) {
            var from = today.minusDays(RATE_DAYS);
            var fees = amounts.before(today).since(from).sum();
            var volume = volumes.before(today).since(from).sum();
            if (volume > 0 && fees >= 0 && fees <= volume) {
                return new CostSource.Fee(name, fees / volume, volumes);
            }
        }
        return new CostSource.Usage(name, amounts);
    }
}
