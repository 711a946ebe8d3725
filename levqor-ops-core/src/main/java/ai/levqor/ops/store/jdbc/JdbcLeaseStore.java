package ai.levqor.ops.store.jdbc;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.state.Lease;
import ai.levqor.ops.spi.state.LeaseStore;
import ai.levqor.ops.store.jdbc.JdbcLeaseRows.Row;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps leases in a table of the host's own database, PostgreSQL, MySQL, MariaDB or H2, by the database's clock. Every
 * statement commits by itself; a connection is given back as it came. A row stays when its lease is over, since it holds the
 * greatest token.
 *
 * <p><b>The clock:</b> if the server's is set back, leases last longer by as much; if it is set forward, they are over sooner
 * than their holders know, and tokens alone keep the old holder out.
 *
 * <p><b>Lost rows:</b> a replica that is promoted before it has read all, or a backup that is restored, knows of less than was
 * given. Two may hold a lease then, until the first of them is over. Tokens grow all the same as long as the server's clock
 * does: a new one is the time in microseconds, or one more than the last, whichever is greater.
 *
 * <p><b>Time:</b> a statement has two seconds, and three where the server does not answer at all; a driver that waits does
 * not see an interrupt before. To open a connection may take as long as the data source lets it.
 */
public final class JdbcLeaseStore implements LeaseStore {
    /** The table's name, unless another one is given. */
    public static final String TABLE = "levqor_leases";

    /** Each look but the first follows a change that somebody else made to the same lease. */
    private static final int LOOKS = 16;

    /** Rights, names, and a schema that is not there; a database that is read-only. */
    private static final Set<String> NOT_HERE = Set.of("42", "3F", "25");

    /** H2's lack of rights, and its read-only database. */
    private static final Set<String> NOT_HERE_ON_H2 = Set.of("90096", "90097");

    /** A server of MySQL or MariaDB that is read-only. */
    private static final Set<Integer> READ_ONLY_MYSQL = Set.of(1290, 1836);

    private final Jdbi jdbi;
    private final String name;
    private volatile @Nullable LeaseTable opened;

    /**
     * Leases in this database. Nothing is opened or asked yet.
     *
     * @param table the table's name, with a schema before it or without; it is made if it is not there
     * @throws ConfigurationException if the name is none
     */
    public JdbcLeaseStore(DataSource database, String table) {
        this.jdbi = Jdbi.create(new ShortConnections(requireNonNull(database, "database")));
        this.name = Names.table("the table of leases", table);
    }

    /**
     * Finds the table, makes it if it is not there, and tries whether it can be written.
     *
     * @return why leases cannot be kept here, in one sentence; empty if they can
     * @throws UnavailableException if the database does not answer
     */
    public Optional<String> open() {
        try (var handle = jdbi.open()) {
            opened = LeaseTable.open(handle, name);
            return Optional.empty();
        } catch (ConfigurationException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (JdbiException e) {
            if (isNotHere(e)) {
                return Optional.of("the database's role may not create or write the table of leases "
                        + Quoting.shown(name) + " (SQL state " + Faults.state(e) + ")");
            }
            throw fault(e);
        } catch (SQLException e) {
            throw new UnavailableException("the table of leases cannot be looked up", e);
        }
    }

    @Override
    public Optional<Lease> take(String lease, String owner, Duration length) {
        Lease.requireName(lease);
        Lease.requireOwner(owner);
        var micros = micros(LeaseStore.requireLength(length));
        return untilNobodyElse(lease, rows -> tryTake(rows, lease, owner, micros));
    }

    @Override
    public boolean release(Lease lease) {
        return untilNobodyElse(lease.name(), rows -> {
            var row = rows.find(lease.name());
            if (!row.isHeldBy(lease.owner()) || row.token() != lease.token()) {
                return Optional.of(false);
            }
            return rows.replace(lease.name(), row, lease.owner(), row.token(), 0)
                    ? Optional.of(true)
                    : Optional.empty();
        });
    }

    @Override
    public Optional<Lease> holder(String lease) {
        Lease.requireName(lease);
        return with(rows -> {
            var row = rows.find(lease);
            return Optional.ofNullable(row.owner())
                    .filter(owner -> row.isHeld())
                    .map(owner -> new Lease(lease, owner, row.token()));
        });
    }

    /** The lease, or that somebody else holds it; nothing if somebody else was faster. */
    private static Optional<Optional<Lease>> tryTake(JdbcLeaseRows rows, String lease, String owner, long micros) {
        var row = rows.find(lease);
        var until = row.now() + micros;
        if (row.isHeldBy(owner)) {
            return until <= row.until() || rows.replace(lease, row, owner, row.token(), until)
                    ? Optional.of(Optional.of(new Lease(lease, owner, row.token())))
                    : Optional.empty();
        }
        if (row.isHeld()) {
            return Optional.of(Optional.empty());
        }
        var token = nextToken(row);
        var given = row.owner() == null
                ? rows.insert(lease, owner, token, until)
                : rows.replace(lease, row, owner, token, until);
        return given ? Optional.of(Optional.of(new Lease(lease, owner, token))) : Optional.empty();
    }

    private static long nextToken(Row row) {
        return Math.max(row.token() + 1, row.now());
    }

    /** Rounded up, so that the lease lasts no shorter than its holder counts. */
    private static long micros(Duration length) {
        return Math.floorDiv(length.toNanos() + 999, 1_000L);
    }

    private <T> T untilNobodyElse(String lease, Function<JdbcLeaseRows, Optional<T>> change) {
        return with(rows -> {
            for (int look = 0; look < LOOKS; look++) {
                var made = change.apply(rows);
                if (made.isPresent()) {
                    return made.get();
                }
            }
            throw new UnavailableException(
                    "the lease " + lease + " was changed by somebody else " + LOOKS + " times in a row");
        });
    }

    private <T> T with(Function<JdbcLeaseRows, T> work) {
        if (Thread.currentThread().isInterrupted()) {
            throw new UnavailableException("the table of leases was not asked: the thread is interrupted");
        }
        var table = table();
        try (var handle = jdbi.open()) {
            LeaseTable.limit(handle, table.dialect());
            return work.apply(new JdbcLeaseRows(handle, table));
        } catch (JdbiException e) {
            throw fault(e);
        }
    }

    private LeaseTable table() {
        if (opened == null) {
            open().ifPresent(why -> {
                throw new UnavailableException(why);
            });
        }
        return requireNonNull(opened, "opened");
    }

    private static boolean isNotHere(JdbiException e) {
        var state = Faults.state(e);
        return (state.length() == 5 && NOT_HERE.contains(state.substring(0, 2)))
                || NOT_HERE_ON_H2.contains(state)
                || READ_ONLY_MYSQL.contains(Faults.code(e));
    }

    /** With its cause in any case: a row of this table holds nothing that must not be seen. */
    private static UnavailableException fault(JdbiException e) {
        var state = Faults.state(e);
        return new UnavailableException(
                "the table of leases cannot be read or written (SQL state " + (state.isEmpty() ? "unknown" : state)
                        + ")",
                e.getCause() instanceof SQLException cause ? cause : e);
    }
}
