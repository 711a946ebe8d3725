package ai.levqor.ops.store.jdbc;

import static java.time.ZoneOffset.UTC;
import static java.util.Objects.requireNonNull;

import ai.levqor.ops.billing.days.Amount;
import ai.levqor.ops.billing.days.CostDays;
import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.billing.BilledCosts;
import ai.levqor.ops.spi.billing.BillingSource;
import ai.levqor.ops.spi.billing.CostItem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Daily costs in a table of the host's. The database adds them up; any day of the table may change. The day that has not
 * ended is left out. Rows without a day or an amount are left out, and their number is logged when it changes.
 *
 * <p><b>Threading:</b> safe for many threads, each of which takes a connection of its own. Nothing is opened or asked before
 * the first call. <b>Time:</b> the database has a minute; a driver that waits does not see an interrupt before.
 */
public final class JdbcCostTable implements BillingSource {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcCostTable.class);
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final int MOST_ROWS = 500_000;
    private static final LocalDate LAST = LocalDate.of(2100, 1, 1);

    /** PostgreSQL, H2. */
    private static final Set<String> FORBIDDEN = Set.of("42501", "90096");

    /** MySQL and MariaDB, for a table and for a column. */
    private static final Set<Integer> FORBIDDEN_CODES = Set.of(1142, 1143);

    /** PostgreSQL and H2, MariaDB. */
    private static final Set<String> TOO_LATE = Set.of("57014", "70100");

    private final Jdbi jdbi;
    private final CostTable table;
    private final Duration timeout;
    private final AtomicLong leftOut = new AtomicLong();

    /** A table in this database. */
    public JdbcCostTable(DataSource database, CostTable table) {
        this(database, table, TIMEOUT);
    }

    JdbcCostTable(DataSource database, CostTable table, Duration timeout) {
        this.jdbi = Jdbi.create(requireNonNull(database, "database"));
        this.table = requireNonNull(table, "table");
        this.timeout = timeout;
    }

    /** What the database has added up. */
    private record Group(
            @Nullable LocalDate day,
            @Nullable String item,
            @Nullable String currency,
            @Nullable String sum,
            long rows,
            long amounts) {}

    @Override
    public String name() {
        return "table";
    }

    /**
     * Looks the table and its columns up, and tries whether they may be read.
     *
     * @throws ConfigurationException if one is not there, is of a type that does not fit, or may not be read
     * @throws UnavailableException if the database does not answer
     */
    public void check() {
        groups(LocalDate.EPOCH, LocalDate.EPOCH);
    }

    @Override
    public BilledCosts costs(LocalDate from, Instant now) {
        stopIfInterrupted();
        var today = LocalDate.ofInstant(now, UTC);
        try {
            var groups = groups(from, today.isBefore(LAST) ? today : LAST);
            stopIfInterrupted();
            return new BilledCosts(from, from, days(groups).lines(from, today));
        } catch (ConfigurationException e) {
            throw new UnavailableException(String.valueOf(e.getMessage()), e);
        }
    }

    private CostDays days(List<Group> groups) {
        var days = new CostDays();
        var without = 0L;
        for (var group : groups) {
            if (group.day() == null || group.sum() == null) {
                without += group.rows();
            } else {
                without += group.rows() - group.amounts();
                var sum = Amount.of(group.sum())
                        .orElseThrow(() -> new UnavailableException(
                                CostTable.AMOUNT + " adds up to something else than " + Amount.RULE));
                var item = group.item() == null ? "" : group.item();
                days.add(group.day(), CostDays.item(item, currency(group.currency())), sum);
            }
        }
        sayLeftOut(without);
        return days;
    }

    private Currency currency(@Nullable String code) {
        if (code == null || code.isBlank()) {
            return table.currency();
        }
        try {
            return CostItem.currency(code.strip());
        } catch (IllegalArgumentException e) {
            throw new UnavailableException(CostTable.CURRENCY + " must hold codes of ISO 4217, such as usd");
        }
    }

    private void sayLeftOut(long rows) {
        if (leftOut.getAndSet(rows) != rows && rows > 0) {
            LOG.warn("{} rows of the cost table have no day or no amount and were left out", rows);
        }
    }

    private List<Group> groups(LocalDate from, LocalDate to) {
        try (var handle = jdbi.open()) {
            var shape = shape(handle);
            var sql = shape.sums(from, to);
            var groups = sql.bindTo(handle.createQuery(sql.text()))
                    .setQueryTimeout((int) timeout.toSeconds())
                    .setMaxRows(MOST_ROWS + 1)
                    .map((row, context) -> group(row, shape.isDate()))
                    .list();
            if (groups.size() > MOST_ROWS) {
                throw new UnavailableException("the cost table has more than " + MOST_ROWS
                        + " days and items; name an item column with fewer values, or none");
            }
            return groups;
        } catch (JdbiException e) {
            throw fault(e);
        }
    }

    private CostShape shape(Handle handle) {
        try {
            return CostShape.of(handle.getConnection(), table);
        } catch (SQLException e) {
            throw Faults.of("the cost table cannot be looked up", e);
        }
    }

    private static Group group(ResultSet row, boolean isDate) throws SQLException {
        return new Group(
                isDate ? row.getObject(1, LocalDate.class) : epochDay(row),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getLong(5),
                row.getLong(6));
    }

    private static @Nullable LocalDate epochDay(ResultSet row) throws SQLException {
        var day = row.getLong(1);
        return row.wasNull() ? null : LocalDate.ofEpochDay(day);
    }

    private RuntimeException fault(JdbiException e) {
        if (FORBIDDEN.contains(Faults.state(e)) || FORBIDDEN_CODES.contains(Faults.code(e))) {
            return new ConfigurationException(
                    CostTable.TABLE
                            + " may not be read; grant SELECT on its columns of the day, the amount, the currency and the item");
        }
        if (TOO_LATE.contains(Faults.state(e))) {
            return new UnavailableException("the cost table was not read within " + timeout.toSeconds() + " s");
        }
        return Faults.of("the cost table cannot be read", e);
    }

    private static void stopIfInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new UnavailableException("reading the cost table was interrupted");
        }
    }
}
