package ai.levqor.ops.examples.backend;

import ai.levqor.ops.spi.billing.BilledCosts;
import ai.levqor.ops.spi.billing.BillingSource;
import ai.levqor.ops.spi.billing.CostItem;
import ai.levqor.ops.spi.billing.CostKind;
import ai.levqor.ops.spi.billing.CostLine;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The made-up bills of the example's shop since it was founded: workers by the hour, and what the payment provider takes of
 * the orders. The shop grows, and sells less at weekends. The same for the same founding day, whatever day is asked for.
 */
final class ShopBills implements BillingSource {
    private static final CostItem WORKERS = new CostItem("workers", CostKind.USAGE, CostItem.currency("usd"));
    private static final CostItem FEES = new CostItem("payment fees", CostKind.FEE, CostItem.currency("usd"));
    private static final double WORKERS_A_DAY = 3.2;
    private static final double SALES_A_DAY = 60;
    private static final double FEE = 0.029;
    private static final double GROWTH_A_DAY = 0.002;
    private static final double WEEKEND = 0.55;
    private static final double NOISE = 0.1;

    private final LocalDate founded;

    /** A shop that had its first costs on this day. */
    ShopBills(LocalDate founded) {
        this.founded = founded;
    }

    @Override
    public String name() {
        return "shop";
    }

    @Override
    public BilledCosts costs(LocalDate from, Instant now) {
        var today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        var lines = new ArrayList<CostLine>();
        for (var day = from.isBefore(founded) ? founded : from; !day.isAfter(today); day = day.plusDays(1)) {
            var share = day.equals(today) ? elapsed(today, now) : 1;
            var trade = trade(day) * share;
            lines.add(CostLine.of(day, WORKERS, cents(WORKERS_A_DAY * trade)));
            lines.add(
                    new CostLine(day, FEES, cents(SALES_A_DAY * FEE * trade), Optional.of(cents(SALES_A_DAY * trade))));
        }
        return new BilledCosts(from, today, lines);
    }

    private static double elapsed(LocalDate today, Instant now) {
        var midnight = today.atStartOfDay(ZoneOffset.UTC).toInstant();
        return Duration.between(midnight, now).toMillis()
                / (double) Duration.ofDays(1).toMillis();
    }

    /** How busy a day is; 1 is a working day at the beginning. */
    private double trade(LocalDate day) {
        var random = new SplittableRandom(day.toEpochDay());
        var age = day.toEpochDay() - founded.toEpochDay();
        var weekday = day.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0 ? 1 : WEEKEND;
        return (1 + GROWTH_A_DAY * age) * weekday * (1 + NOISE * (2 * random.nextDouble() - 1));
    }

    private static BigDecimal cents(double amount) {
        return BigDecimal.valueOf(amount).setScale(2, RoundingMode.HALF_UP);
    }
}
