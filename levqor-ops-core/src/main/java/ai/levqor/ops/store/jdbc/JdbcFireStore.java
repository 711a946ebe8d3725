package ai.levqor.ops.store.jdbc;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.state.FireStore;
import ai.levqor.ops.store.FireBook;
import ai.levqor.ops.store.FireRows;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps fires in a table of the host's own database, PostgreSQL, MySQL, MariaDB or H2, where a unique key lets each be taken
 * once. The newest 1,000 of each job are kept. Every statement commits by itself; a connection is given back as it came.
 *
 * <p><b>Time:</b> a statement has two seconds, and three where the server does not answer at all; a driver that waits does
 * not see an interrupt before. To open a connection may take as long as the data source lets it.
 */
public final class JdbcFireStore implements FireStore {
    /** The table's name, unless another one is given. */
    public static final String TABLE = "levqor_fires";

    private static final int KEPT = 1_000;
    private static final int STATEMENT_SECONDS = 2;

    /** Rights, names, and a schema that is not there; a database that is read-only. */
    private static final Set<String> NOT_HERE = Set.of("42", "3F", "25");

    /** H2's lack of rights, and its read-only database. */
    private static final Set<String> NOT_HERE_ON_H2 = Set.of("90096", "90097");

    /** A server of MySQL or MariaDB that is read-only. */
    private static final Set<Integer> READ_ONLY_MYSQL = Set.of(1290, 1836);

    private final Jdbi jdbi;
    private final String name;
    private final int kept;
    private final FireBook book;
    private volatile @Nullable FireTable opened;

    /**
     * Fires in this database. Nothing is opened or asked yet.
     *
     * @param table the table's name, with a schema before it or without; it is made if it is not there
     * @param clock tells when a fire was taken and settled, for people
     * @param ticker nanoseconds that nobody can set, such as {@link System#nanoTime}
     * @throws ConfigurationException if the name is none
     */
    public JdbcFireStore(DataSource database, String table, Clock clock, LongSupplier ticker) {
        this(database, table, clock, ticker, KEPT);
    }

    JdbcFireStore(DataSource database, String table, Clock clock, LongSupplier ticker, int kept) {
        this.jdbi = Jdbi.create(new ShortConnections(requireNonNull(database, "database")));
        this.name = Names.table("the table of fires", table);
        this.kept = kept;
        this.book = new FireBook(requireNonNull(clock, "clock"), requireNonNull(ticker, "ticker"));
    }

    /**
     * Finds the table, makes it if it is not there, and tries whether it can be written.
     *
     * @return why fires cannot be kept here, in one sentence; empty if they can
     * @throws UnavailableException if the database does not answer
     */
    public Optional<String> open() {
        try (var handle = jdbi.open()) {
            opened = FireTable.open(handle, name);
            return Optional.empty();
        } catch (ConfigurationException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (JdbiException e) {
            if (isNotHere(e)) {
                return Optional.of("the database's role may not create or write the table of fires "
                        + Quoting.shown(name) + " (SQL state " + Faults.state(e) + ")");
            }
            throw fault(e);
        } catch (SQLException e) {
            throw new UnavailableException("the table of fires cannot be looked up", e);
        }
    }

    @Override
    public Taking take(Request request) {
        return with(rows -> book.take(rows, request));
    }

    @Override
    public boolean beat(Claim claim) {
        return with(rows -> book.beat(rows, claim));
    }

    @Override
    public boolean settle(Claim claim, State state, String note) {
        FireBook.requireOver(state);
        return with(rows -> book.settle(rows, claim, state, note));
    }

    @Override
    public List<Entry> newest(String job, int most) {
        FireBook.requireSome(job, most);
        return with(rows -> book.newest(rows, job, most));
    }

    private <T> T with(Function<FireRows, T> work) {
        if (Thread.currentThread().isInterrupted()) {
            throw new UnavailableException("the table of fires was not asked: the thread is interrupted");
        }
        var table = table();
        try (var handle = jdbi.open()) {
            limit(handle, table.dialect());
            return work.apply(new JdbcFireRows(handle, table, kept));
        } catch (JdbiException e) {
            throw fault(e);
        }
    }

    private FireTable table() {
        if (opened == null) {
            open().ifPresent(why -> {
                throw new UnavailableException(why);
            });
        }
        return requireNonNull(opened, "opened");
    }

    /** H2 would keep the limit for whatever else the host does on the connection; its locks have a limit of their own. */
    private static void limit(Handle handle, Dialect dialect) {
        if (dialect != Dialect.H2) {
            FireTable.limit(handle, STATEMENT_SECONDS);
        }
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
                "the table of fires cannot be read or written (SQL state " + (state.isEmpty() ? "unknown" : state)
                        + ")",
                e.getCause() instanceof SQLException cause ? cause : e);
    }
}
