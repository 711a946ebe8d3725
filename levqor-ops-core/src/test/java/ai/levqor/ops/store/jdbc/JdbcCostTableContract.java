package ai.levqor.ops.store.jdbc;

import ai.levqor.ops.spi.billing.BillingSource;
import ai.levqor.ops.spi.billing.BillingSourceContract;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** A host's table of costs promises what every source of costs promises. */
abstract class JdbcCostTableContract extends BillingSourceContract {
    private final Jdbi jdbi;
    private final AtomicBoolean away = new AtomicBoolean();
    private final JdbcCostTable costs;

    JdbcCostTableContract(DataSource database) {
        this.jdbi = Jdbi.create(database);
        this.costs = new JdbcCostTable(
                Cut.able(database, away),
                new CostTable("bill", "d", "amount", Optional.empty(), Optional.empty(), Currency.getInstance("USD")));
        jdbi.useHandle(handle -> handle.execute("CREATE TABLE bill (d DATE, amount NUMERIC(12, 2))"));
    }

    @Override
    protected BillingSource source() {
        return costs;
    }

    @Override
    protected void givenCost(LocalDate day, BigDecimal amount) {
        jdbi.useHandle(handle -> handle.execute("INSERT INTO bill VALUES (?, ?)", day, amount));
    }

    @Override
    protected Optional<Runnable> outage() {
        return Optional.of(() -> away.set(true));
    }

    /** A driver that waits sees no interrupt; it is seen before and after. */
    @Override
    protected Optional<Runnable> stall() {
        return Optional.of(() -> {});
    }
}
