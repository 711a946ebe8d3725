package ai.levqor.ops.store.jdbc;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.SelfCheck;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.activity.DayRange;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;

/**
 * What is known of active users, kept in the host's own database: the published rows, the gaps and cohorts they follow from,
 * and each user's last days. A night is one transaction, and one instance at a time is in it.
 *
 * <p><b>Threading:</b> safe for many threads. Nothing is opened or asked before the first call.
 */
public final class RetentionLedger implements SelfCheck {
    private final JdbcActivityLog log;
    private final LedgerSettings settings;
    private volatile @Nullable LedgerTables opened;

    /** A ledger in the database of a log. */
    public RetentionLedger(JdbcActivityLog log, LedgerSettings settings) {
        this.log = requireNonNull(log, "log");
        this.settings = requireNonNull(settings, "settings");
    }

    /** How it is kept. */
    public LedgerSettings settings() {
        return settings;
    }

    /**
     * Finds the tables, makes those that are not there, and tries whether they can be written.
     *
     * @return why the ledger cannot be kept here, in one sentence; empty if it can
     * @throws UnavailableException if the database does not answer
     */
    public Optional<String> open() {
        try {
            var tables = log.jdbi().inTransaction(this::openIn);
            opened = tables;
            return Optional.empty();
        } catch (ConfigurationException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (JdbiException e) {
            return Optional.of(whyNot(e));
        }
    }

    /**
     * Does a night's work in one transaction: all of it is there afterwards, or nothing. Its statements see the log as it
     * was at the first one; on MySQL, where that would lock the log, as it is.
     *
     * @return what the work returned; empty if another instance is at it
     * @throws UnavailableException if the database does not answer, or refuses
     */
    public <T> Optional<T> night(Function<LedgerNight, T> work) {
        var level = tables().dialect() == Dialect.MYSQL
                ? TransactionIsolationLevel.READ_COMMITTED
                : TransactionIsolationLevel.REPEATABLE_READ;
        try {
            return log.jdbi().inTransaction(level, handle -> {
                lock(handle);
                return Optional.of(work.apply(new LedgerNight(handle, log, tables(), settings)));
            });
        } catch (HeldByAnother e) {
            return Optional.empty();
        } catch (JdbiException e) {
            // The other instance has committed while this one waited.
            if (Faults.state(e).equals("40001")) {
                return Optional.empty();
            }
            throw fault(e);
        }
    }

    /**
     * Reads what is kept, with one connection for all that is asked.
     *
     * @throws UnavailableException if the database does not answer, or refuses
     */
    public <T> T read(Function<LedgerReader, T> work) {
        return reading(tables -> handle -> work.apply(new LedgerReader(handle, tables)));
    }

    /**
     * Erases what is kept of a user. Of a log whose ids are short texts it looks at all that is kept, to find the one.
     *
     * @param high the upper half of the user's id, 0 for a whole number; of a text, the first 8 bytes of its SHA-256
     * @param low the lower half, or the whole number itself; of a text, the next 8 bytes
     * @return how many users were erased so far, as {@link LedgerVersion} counts them; 0 in another database
     */
    public long forget(long high, long low) {
        return reading(tables -> handle -> handle.inTransaction(
                TransactionIsolationLevel.READ_COMMITTED,
                transaction -> new Erasure(transaction, log.sql(transaction), tables).of(high, low)));
    }

    /** The tables that were found at the first night are still there, and can be read and written. None is made. */
    @Override
    public void selfCheck() {
        var tables = opened;
        if (tables == null) {
            return;
        }
        try {
            log.jdbi()
                    .useHandle(handle -> JdbcActivityLog.withoutTrace(handle, () -> {
                        var reader = new LedgerReader(handle, tables);
                        var unusedMark = reader.mark();
                        var unusedRows = reader.rows(DayRange.of(LocalDate.EPOCH));
                        Probe.write(handle, tables);
                    }));
        } catch (JdbiException e) {
            throw fault(e);
        }
    }

    private LedgerTables openIn(Handle handle) {
        var sql = log.sql(handle);
        if (sql.shape().dialect() == Dialect.GENERIC) {
            throw new ConfigurationException(
                    "the ledger is kept in PostgreSQL, MySQL, MariaDB or H2, and the log is in another database");
        }
        // What cannot be counted inside the database is told now.
        sql.epochDay(DayRange.of(LocalDate.EPOCH));
        sql.exactlyWithin(DayRange.of(LocalDate.EPOCH));
        try {
            var tables = LedgerTables.open(handle, sql, settings);
            new LedgerReader(handle, tables).mark();
            Probe.write(handle, tables);
            return tables;
        } catch (SQLException e) {
            throw Faults.of("the ledger's tables cannot be looked up", e);
        }
    }

    private static String whyNot(JdbiException e) {
        var state = Faults.state(e);
        if (state.startsWith("42") || state.startsWith("25") || state.equals("90096") || state.equals("90097")) {
            return "the database's role may not create or write the ledger's tables (SQL state " + state + ")";
        }
        throw fault(e);
    }

    /** Waits for the mark's row, within limits. */
    private void lock(Handle handle) {
        var tables = tables();
        try {
            Probe.waitAtMost(handle, tables.dialect(), settings.lockWait());
            handle.createQuery("SELECT id FROM " + tables.mark() + " WHERE id = 1 FOR UPDATE")
                    .mapTo(Integer.class)
                    .one();
        } catch (JdbiException e) {
            if (Probe.wasHeldByAnother(e, tables.dialect())) {
                throw new HeldByAnother(e);
            }
            throw e;
        }
    }

    private <T> T reading(Function<LedgerTables, Function<Handle, T>> work) {
        try {
            var tables = tables();
            return log.jdbi().withHandle(handle -> work.apply(tables).apply(handle));
        } catch (JdbiException e) {
            throw fault(e);
        }
    }

    private LedgerTables tables() {
        var tables = opened;
        if (tables == null) {
            open().ifPresent(why -> {
                throw new UnavailableException(why);
            });
            tables = requireNonNull(opened, "opened");
        }
        return tables;
    }

    private static UnavailableException fault(JdbiException e) {
        return Faults.of("the ledger of active users cannot be read or written", e);
    }

    /** Ends a transaction that did not get the lock. */
    private static final class HeldByAnother extends RuntimeException {
        private static final long serialVersionUID = 1L;

        HeldByAnother(JdbiException cause) {
            super(cause);
        }
    }
}
