package ai.levqor.ops.engine.cost;

import ai.levqor.ops.engine.cost.CostReport.Missing;
import ai.levqor.ops.engine.cost.CostReport.Part;
import ai.levqor.ops.engine.cost.CostReport.Source;
import ai.levqor.ops.engine.cost.CostReport.SourceState;
import ai.levqor.ops.policy.forecast.BackTest;
import ai.levqor.ops.policy.forecast.CostForecaster;
import ai.levqor.ops.policy.forecast.CostSource;
import ai.levqor.ops.policy.forecast.DailyCosts;
import ai.levqor.ops.policy.forecast.DayCost;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** From what is known of the sources to a report. The same books at the same time always give the same report. */
final class Reckoning {
    /** The source of what has a price. */
    static final String FIXED = "fixed";

    private static final int MONTH = 30;

    private final CostSetup setup;
    private final List<SourceBook> books;
    private final Instant now;
    private final LocalDate today;

    private Reckoning(CostSetup setup, List<SourceBook> books, Instant now) {
        this.setup = setup;
        this.books = books;
        this.now = now;
        this.today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    }

    static CostReport of(CostSetup setup, List<SourceBook> books, Instant now) {
        return new Reckoning(setup, books, now).report();
    }

    /** Something to be forecast, before it is. */
    private record Item(
            String source, String name, String kind, double last30, OptionalDouble volume30, CostSource cost) {}

    private CostReport report() {
        var items = items();
        var forecast = new CostForecaster(setup.method(), setup.rates())
                .forecast(items.stream().map(Item::cost).toList(), today);
        var parts = new ArrayList<Part>();
        for (var at = 0; at < items.size(); at++) {
            var item = items.get(at);
            parts.add(new Part(
                    item.source(),
                    item.name(),
                    item.kind(),
                    item.last30(),
                    item.volume30(),
                    forecast.parts().get(at)));
        }
        var notFresh = books.stream().anyMatch(book -> book.state() != SourceState.FRESH);
        return new CostReport(
                now,
                setup.method().name(),
                forecast,
                BackTest.of(setup.method(), billed(), today),
                SpendNow.known(setup, books, now),
                parts,
                books.stream()
                        .map(book -> new Source(book.name(), book.state(), book.readAt(), book.newest()))
                        .toList(),
                forecast.partial() || notFresh,
                forecast.total().total().isPresent() ? Optional.empty() : Optional.of(missing()));
    }

    private Missing missing() {
        if (setup.fixed().isEmpty() && books.isEmpty()) {
            return Missing.NO_SOURCES;
        }
        return books.stream().allMatch(book -> book.state() == SourceState.UNREAD)
                ? Missing.NOT_READ_YET
                : Missing.NO_HISTORY;
    }

    private List<Item> items() {
        var items = new ArrayList<Item>();
        for (var price : setup.fixed()) {
            items.add(new Item(FIXED, price.name(), FIXED, last30(price), OptionalDouble.empty(), price));
        }
        for (var book : books) {
            for (var series : book.series()) {
                items.add(item(book.name(), series));
            }
        }
        return items;
    }

    private Item item(String source, ItemSeries series) {
        var item = series.item();
        return new Item(
                source,
                item.name(),
                item.kind().name().toLowerCase(Locale.ROOT),
                last30(series.amounts()),
                series.volumes().isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(last30(series.volumes())),
                series.source(source + ": " + item.name(), today));
    }

    private double last30(DailyCosts costs) {
        return costs.before(today).since(today.minusDays(MONTH)).sum();
    }

    private double last30(CostSource.Fixed price) {
        var sum = 0.0;
        for (var ago = 1; ago <= MONTH; ago++) {
            sum += price.on(today.minusDays(ago));
        }
        return sum;
    }

    /** All that was billed and is in the total, in its currency. */
    private DailyCosts billed() {
        var rows = new ArrayList<DayCost>();
        for (var book : books) {
            book.sums()
                    .forEach((currency, costs) ->
                            setup.rates().rate(currency).ifPresent(rate -> rows.addAll(ItemSeries.rows(costs, rate))));
        }
        return DailyCosts.of(setup.currency(), rows);
    }
}
