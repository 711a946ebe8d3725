package ai.levqor.ops.engine.cost;

import ai.levqor.ops.policy.forecast.DailyCosts;
import ai.levqor.ops.policy.forecast.RateTable;
import ai.levqor.ops.policy.forecast.RecentSpend;
import ai.levqor.ops.spi.UnavailableException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/**
 * What was spent in the last 24 hours and today, of all sources together. For the cost guard all of it must be known;
 * for a report, what is known serves.
 */
final class SpendNow {
    private final CostSetup setup;
    private final LocalDate today;
    private final double elapsed;
    private RecentSpend sum = new RecentSpend(0, 0);
    private boolean any;

    private SpendNow(CostSetup setup, Instant now) {
        this.setup = setup;
        this.today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        this.elapsed = (double) LocalTime.ofInstant(now, ZoneOffset.UTC).toNanoOfDay() / LocalTime.MAX.toNanoOfDay();
        for (var price : setup.fixed()) {
            setup.rates().rate(price.currency()).ifPresent(rate -> add(RecentSpend.of(price, today, elapsed), rate));
        }
    }

    /** Of what is known; empty if nothing is. */
    static Optional<RecentSpend> known(CostSetup setup, List<SourceBook> books, Instant now) {
        var spend = new SpendNow(setup, now);
        books.forEach(spend::addKnown);
        return spend.any ? Optional.of(spend.sum) : Optional.empty();
    }

    /**
     * Of everything.
     *
     * @throws UnavailableException naming what is not known
     */
    static RecentSpend all(CostSetup setup, List<SourceBook> books, Instant now) {
        var spend = new SpendNow(setup, now);
        for (var price : setup.fixed()) {
            requireRate(setup.rates(), price.currency(), "fixed costs");
        }
        books.forEach(spend::addAll);
        return spend.sum;
    }

    private void addKnown(SourceBook book) {
        any |= book.readAt().isPresent() && book.sums().isEmpty();
        book.sums()
                .forEach((currency, costs) -> setup.rates()
                        .rate(currency)
                        .ifPresent(rate -> RecentSpend.of(costs, today, elapsed).ifPresent(spend -> add(spend, rate))));
    }

    private void addAll(SourceBook book) {
        if (book.readAt().isEmpty()) {
            throw new UnavailableException("the costs of " + book.name() + " were never read yet");
        }
        book.sums()
                .forEach((currency, costs) -> add(
                        of(book.name(), costs), requireRate(setup.rates(), currency, "the costs of " + book.name())));
    }

    private RecentSpend of(String source, DailyCosts costs) {
        return RecentSpend.of(costs, today, elapsed)
                .orElseThrow(() -> new UnavailableException(
                        "the costs of " + source + " end on " + costs.day(costs.span() - 1) + ", over two weeks ago"));
    }

    private void add(RecentSpend spend, double rate) {
        sum = sum.plus(spend, rate);
        any = true;
    }

    private static double requireRate(RateTable rates, Currency currency, String what) {
        return rates.rate(currency)
                .orElseThrow(() -> new UnavailableException(what + " are in " + currency
                        + ", and OPS_COST_RATES does not say what that is worth in " + rates.to()));
    }
}
