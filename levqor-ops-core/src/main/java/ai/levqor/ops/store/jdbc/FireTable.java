package ai.levqor.ops.store.jdbc;

import ai.levqor.ops.spi.ConfigurationException;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.SqlStatements;

/**
 * The table of fires as the database knows it.
 *
 * @param name its whole name, quoted
 */
record FireTable(Dialect dialect, String name) {
    private static final int OPENING_SECONDS = 2;

    /** Finds the table, makes it if it is not there, and tries whether it can be written. */
    static FireTable open(Handle handle, String name) throws SQLException {
        var catalog = new Catalog(handle.getConnection());
        var dialect = catalog.dialect();
        if (dialect == Dialect.GENERIC) {
            throw new ConfigurationException(
                    "fires are kept in PostgreSQL, MySQL, MariaDB or H2, and this is another database");
        }
        if (dialect != Dialect.H2) {
            limit(handle, OPENING_SECONDS);
        }
        if (catalog.find(name).isEmpty()) {
            make(handle, catalog, name);
        }
        var table =
                new FireTable(dialect, catalog.table("the table of fires", name).quoted());
        table.probe(handle);
        return table;
    }

    /** Gives each statement of a handle so long. */
    static void limit(Handle handle, int seconds) {
        handle.getConfig(SqlStatements.class).setQueryTimeout(seconds);
    }

    private static void make(Handle handle, Catalog catalog, String name) throws SQLException {
        try {
            handle.execute("CREATE TABLE IF NOT EXISTS " + newName(catalog, name) + definition(catalog.dialect()));
        } catch (JdbiException e) {
            // PostgreSQL lets two make it at once, and tells the slower one of a key that is there twice.
            if (catalog.find(name).isEmpty()) {
                throw e;
            }
        }
    }

    private static String newName(Catalog catalog, String name) throws SQLException {
        var dot = name.indexOf('.');
        return dot < 0
                ? catalog.folded(name)
                : catalog.schema(name.substring(0, dot)) + '.' + catalog.folded(name.substring(dot + 1));
    }

    /** The unique key of a fire is what lets it be taken once; {@code seq} is the order in which fires were taken. */
    private static String definition(Dialect dialect) {
        var mysql = dialect == Dialect.MYSQL;
        return "(seq BIGINT %s PRIMARY KEY, fire VARCHAR(100) NOT NULL UNIQUE, job VARCHAR(60) NOT NULL, owner VARCHAR(100) NOT NULL, token BIGINT NOT NULL, beat BIGINT NOT NULL, state VARCHAR(20) NOT NULL, note VARCHAR(500) NOT NULL, taken_at %s NOT NULL, settled_at %s, UNIQUE (job, seq))%s"
                .formatted(
                        mysql ? "NOT NULL AUTO_INCREMENT" : "GENERATED ALWAYS AS IDENTITY",
                        dialect.instant(),
                        dialect.instant(),
                        mysql ? " ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin" : "");
    }

    /** Writes what changes nothing, and needs every right and column. */
    private void probe(Handle handle) {
        handle.execute(
                "INSERT INTO %1$s (%2$s) SELECT %2$s FROM %1$s WHERE 1 = 0".formatted(name, JdbcFireRows.COLUMNS));
        handle.execute("UPDATE " + name + " SET beat = 0 WHERE 1 = 0");
        handle.execute("DELETE FROM " + name + " WHERE 1 = 0 AND seq = 0");
    }
}
