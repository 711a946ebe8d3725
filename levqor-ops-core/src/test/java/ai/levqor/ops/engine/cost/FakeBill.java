package ai.levqor.ops.engine.cost;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.spi.billing.BilledCosts;
import ai.levqor.ops.spi.billing.BillingSource;
import ai.levqor.ops.spi.billing.CostItem;
import ai.levqor.ops.spi.billing.CostKind;
import ai.levqor.ops.spi.billing.CostLine;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A source whose bill a test writes, and which it can break; the last two days stay open. */
final class FakeBill implements BillingSource {
    static final CostItem USD = item("tokens", CostKind.USAGE, "usd");

    final ConcurrentLinkedDeque<LocalDate> askedFrom = new ConcurrentLinkedDeque<>();
    private final String name;
    private final List<CostLine> lines = new CopyOnWriteArrayList<>();
    volatile @Nullable RuntimeException failure;
    volatile Runnable beforeAnswer = () -> {};

    FakeBill(String name) {
        this.name = name;
    }

    static CostItem item(String name, CostKind kind, String currency) {
        return new CostItem(name, kind, CostItem.currency(currency));
    }

    static Currency currency(String code) {
        return CostItem.currency(code);
    }

    static CostLine fee(LocalDate day, CostItem item, String amount, String volume) {
        return new CostLine(day, item, new BigDecimal(amount), Optional.of(new BigDecimal(volume)));
    }

    FakeBill cost(LocalDate day, CostItem item, String amount) {
        lines.add(CostLine.of(day, item, new BigDecimal(amount)));
        return this;
    }

    FakeBill line(CostLine line) {
        lines.add(line);
        return this;
    }

    /** The same each day, from so many days ago to yesterday. */
    FakeBill daily(LocalDate today, int days, CostItem item, String amount) {
        for (var ago = days; ago >= 1; ago--) {
            cost(today.minusDays(ago), item, amount);
        }
        return this;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public BilledCosts costs(LocalDate from, Instant now) {
        askedFrom.add(from);
        beforeAnswer.run();
        if (failure != null) {
            throw requireNonNull(failure);
        }
        var open = LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(2);
        return new BilledCosts(
                from,
                open.isBefore(from) ? from : open,
                lines.stream().filter(line -> !line.day().isBefore(from)).toList());
    }
}
