package ai.levqor.ops.engine.cost;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.spi.billing.BilledCosts;
import ai.levqor.ops.spi.billing.CostItem;
import ai.levqor.ops.spi.billing.CostLine;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a source is known to have cost. Immutable.
 *
 * @param readAt when it was last read
 * @param openFrom the first day to be asked for again
 * @param lines one for each item and day, ordered by item and then by day
 */
record KnownCosts(Instant readAt, LocalDate openFrom, List<CostLine> lines) {
    /** The days before today that are kept. A forecast uses 120 of them. */
    static final int DAYS = 121;

    /** Of a source that tells of more items, the smaller ones are one: {@value #REST}. */
    static final int MOST_ITEMS = 20;

    static final String REST = "other";

    private static final Comparator<CostItem> ORDER = Comparator.comparing(CostItem::name)
            .thenComparing(CostItem::kind)
            .thenComparing(item -> item.currency().getCurrencyCode());

    KnownCosts {
        requireNonNull(readAt, "readAt");
        requireNonNull(openFrom, "openFrom");
        lines = List.copyOf(lines);
    }

    /** What is known after a source was read: the days it told of are replaced, the others stay. */
    static KnownCosts after(Optional<KnownCosts> before, BilledCosts told, Instant readAt, LocalDate today) {
        var all = new ArrayList<CostLine>();
        before.ifPresent(known -> known.lines().stream()
                .filter(line -> line.day().isBefore(told.from()))
                .forEach(all::add));
        all.addAll(told.lines());
        var first = first(today);
        all.removeIf(line -> line.day().isBefore(first) || line.day().isAfter(today));
        var openFrom = told.openFrom().isAfter(today) ? today : told.openFrom();
        return new KnownCosts(readAt, openFrom, merged(bounded(all)));
    }

    /** The first day that is kept. */
    static LocalDate first(LocalDate today) {
        return today.minusDays(DAYS);
    }

    private static List<CostLine> merged(List<CostLine> lines) {
        var sorted = new TreeMap<CostItem, TreeMap<LocalDate, CostLine>>(ORDER);
        for (var line : lines) {
            sorted.computeIfAbsent(line.item(), item -> new TreeMap<>()).merge(line.day(), line, KnownCosts::sum);
        }
        var merged = new ArrayList<CostLine>(lines.size());
        sorted.values().forEach(days -> merged.addAll(days.values()));
        return merged;
    }

    private static CostLine sum(CostLine one, CostLine other) {
        var volume = one.volume().isPresent() || other.volume().isPresent()
                ? Optional.of(
                        one.volume().orElse(BigDecimal.ZERO).add(other.volume().orElse(BigDecimal.ZERO)))
                : Optional.<BigDecimal>empty();
        return new CostLine(one.day(), one.item(), one.amount().add(other.amount()), volume);
    }

    private static List<CostLine> bounded(List<CostLine> lines) {
        var sizes = new HashMap<CostItem, BigDecimal>();
        lines.forEach(line -> sizes.merge(line.item(), line.amount().abs(), BigDecimal::add));
        if (sizes.size() <= MOST_ITEMS) {
            return lines;
        }
        var biggest = biggest(sizes);
        return lines.stream()
                .map(line -> biggest.contains(line.item()) ? line : renamed(line))
                .toList();
    }

    private static Set<CostItem> biggest(Map<CostItem, BigDecimal> sizes) {
        var items = new ArrayList<>(sizes.keySet());
        items.sort(Comparator.<CostItem, BigDecimal>comparing(item -> sizes.getOrDefault(item, BigDecimal.ZERO))
                .reversed()
                .thenComparing(ORDER));
        return new HashSet<>(items.subList(0, MOST_ITEMS));
    }

    private static CostLine renamed(CostLine line) {
        var rest = new CostItem(REST, line.item().kind(), line.item().currency());
        return new CostLine(line.day(), rest, line.amount(), line.volume());
    }
}
