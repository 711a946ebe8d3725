package ai.levqor.ops.store.jdbc;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Tries whether the ledger can be written, and how long to wait for its lock. */
final class Probe {
    /** PostgreSQL's lock timeout and serialization failure; H2's lock timeout; MySQL's wait timeout and deadlock. */
    private static final Set<String> HELD = Set.of("55P03", "40001", "HYT00", "41000");

    /** What MySQL and MariaDB call a lock wait timeout; they give it no SQL state of its own. */
    private static final int MYSQL_LOCK_WAIT_TIMEOUT = 1205;

    private Probe() {}

    /** Makes the row that is locked, and writes to each table what changes nothing. */
    static void write(Handle handle, LedgerTables tables) {
        var mark = handle.createQuery("SELECT COUNT(*) FROM " + tables.mark())
                .mapTo(Integer.class)
                .one();
        if (mark == 0) {
            handle.execute(
                    switch (tables.dialect()) {
                        case POSTGRESQL -> "INSERT INTO " + tables.mark() + " (id) VALUES (1) ON CONFLICT DO NOTHING";
                        case MYSQL -> "INSERT IGNORE INTO " + tables.mark() + " (id) VALUES (1)";
                        case H2, GENERIC -> "INSERT INTO " + tables.mark() + " (id) VALUES (1)";
                    });
        }
        for (var table :
                new String[] {tables.lastSeen(), tables.night(), tables.gaps(), tables.cohorts(), tables.mark()}) {
            handle.execute("DELETE FROM " + table + " WHERE 1 = 0");
        }
        Stream.of(tables.recent(), tables.changes())
                .flatMap(Optional::stream)
                .forEach(table -> handle.execute("DELETE FROM " + table + " WHERE 1 = 0"));
        handle.execute("UPDATE %s SET %s = 0 WHERE 1 = 0"
                .formatted(tables.aggregates(), tables.columns().get("dau")));
    }

    /** For this transaction, or this session where a database knows no less. */
    static void waitAtMost(Handle handle, Dialect dialect, Duration wait) {
        switch (dialect) {
            case POSTGRESQL ->
                handle.createQuery("SELECT set_config('lock_timeout', ?, true)")
                        .bind(0, Math.max(1, wait.toMillis()) + "ms")
                        .mapTo(String.class)
                        .one();
            case H2 -> handle.execute("SET LOCK_TIMEOUT " + Math.max(1, wait.toMillis()));
            case MYSQL -> handle.execute("SET SESSION innodb_lock_wait_timeout = " + Math.max(1, wait.toSeconds()));
            case GENERIC -> throw new IllegalStateException("no ledger is kept in a generic database");
        }
    }

    static boolean wasHeldByAnother(Exception thrown, Dialect dialect) {
        return HELD.contains(Faults.state(thrown))
                || (dialect == Dialect.MYSQL && Faults.code(thrown) == MYSQL_LOCK_WAIT_TIMEOUT);
    }
}
