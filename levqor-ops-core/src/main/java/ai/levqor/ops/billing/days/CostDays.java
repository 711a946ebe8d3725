package ai.levqor.ops.billing.days;

import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.billing.CostItem;
import ai.levqor.ops.spi.billing.CostKind;
import ai.levqor.ops.spi.billing.CostLine;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Costs by day and item, added up. Whoever bills a day bills all of it: an item that is not on the bill of a day has cost
 * nothing that day, from its own first day on. Of each currency the items with the highest sums stay, and the others become
 * one.
 *
 * <p><b>Threading:</b> for one thread.
 */
public final class CostDays {
    /** So many items of each currency keep their name. */
    public static final int MOST_ITEMS = 20;

    private static final String UNNAMED = "costs";
    private static final String OTHERS = "other";
    private static final int LONGEST_NAME = 80;
    private static final int MOST_SUMS = 500_000;

    private final NavigableMap<LocalDate, Map<CostItem, BigDecimal>> days = new TreeMap<>();
    private int sums;

    /** An item of usage by what somebody else calls it, which may be nothing, or too long. */
    public static CostItem item(String name, Currency currency) {
        var line = name.replaceAll("\\p{Cntrl}", " ").strip();
        var cut = line.substring(0, Math.min(line.length(), LONGEST_NAME)).strip();
        return new CostItem(cut.isEmpty() ? UNNAMED : cut, CostKind.USAGE, currency);
    }

    /** Says that this day is known, whatever it has cost. */
    public void know(LocalDate day) {
        days.computeIfAbsent(day, unseen -> new LinkedHashMap<>());
    }

    /**
     * Adds to what an item has cost on a day.
     *
     * @throws UnavailableException if these are more days and items than anybody is billed for
     */
    public void add(LocalDate day, CostItem item, BigDecimal amount) {
        var ofDay = days.computeIfAbsent(day, unseen -> new LinkedHashMap<>());
        if (!ofDay.containsKey(item) && ++sums > MOST_SUMS) {
            throw new UnavailableException("there are more than " + MOST_SUMS + " sums of a day and an item");
        }
        ofDay.merge(item, amount, BigDecimal::add);
    }

    /**
     * A line of each item on each known day from its own first one on.
     *
     * @param from the first day
     * @param to the day after the last one
     * @throws UnavailableException if a sum cannot be a day's cost
     */
    public List<CostLine> lines(LocalDate from, LocalDate to) {
        var named = named();
        var seen = new HashSet<CostItem>();
        var lines = new ArrayList<CostLine>();
        for (var day : days.headMap(to, false).entrySet()) {
            var sums = folded(day.getValue(), named);
            seen.addAll(sums.keySet());
            if (!day.getKey().isBefore(from)) {
                for (var item : seen) {
                    lines.add(line(day.getKey(), item, sums.getOrDefault(item, BigDecimal.ZERO)));
                }
            }
        }
        return lines;
    }

    private static CostLine line(LocalDate day, CostItem item, BigDecimal amount) {
        try {
            return CostLine.of(day, item, amount);
        } catch (IllegalArgumentException e) {
            throw new UnavailableException("the costs of " + day + " add up to what no day can cost", e);
        }
    }

    private static Map<CostItem, BigDecimal> folded(Map<CostItem, BigDecimal> sums, Set<CostItem> named) {
        var folded = new HashMap<CostItem, BigDecimal>();
        sums.forEach((item, amount) -> folded.merge(
                named.contains(item) ? item : new CostItem(OTHERS, item.kind(), item.currency()),
                amount,
                BigDecimal::add));
        return folded;
    }

    private Set<CostItem> named() {
        var whole = new HashMap<CostItem, BigDecimal>();
        for (var sums : days.values()) {
            sums.forEach((item, amount) -> whole.merge(item, amount, BigDecimal::add));
        }
        var highest = Comparator.comparing((CostItem item) ->
                        whole.getOrDefault(item, BigDecimal.ZERO).abs())
                .reversed()
                .thenComparing(CostItem::name);
        return whole.keySet().stream().collect(Collectors.groupingBy(CostItem::currency)).values().stream()
                .flatMap(items -> items.stream().sorted(highest).limit(MOST_ITEMS))
                .collect(Collectors.toSet());
    }
}
