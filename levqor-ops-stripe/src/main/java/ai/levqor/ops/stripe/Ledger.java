package ai.levqor.ops.stripe;

import ai.levqor.ops.spi.billing.CostLine;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sums by currency and day. Not safe for many threads. */
final class Ledger {
    private final Map<Currency, TreeMap<LocalDate, Amounts>> sums =
            new TreeMap<>(Comparator.comparing(Currency::getCurrencyCode));

    void add(Movement movement) {
        sums.computeIfAbsent(movement.currency(), currency -> new TreeMap<>())
                .merge(movement.day(), movement.amounts(), Amounts::plus);
    }

    /** From the first day on which there was anything of a currency, each day has lines, if of zero. */
    List<CostLine> lines(StripeBasis basis, LocalDate from, LocalDate to) {
        var lines = new ArrayList<CostLine>();
        sums.forEach((currency, days) -> {
            var first = days.firstKey().isAfter(from) ? days.firstKey() : from;
            for (var day = first; !day.isAfter(to); day = day.plusDays(1)) {
                lines.addAll(basis.lines(day, currency, days.getOrDefault(day, Amounts.NONE)));
            }
        });
        return lines;
    }
}
