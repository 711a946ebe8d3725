package ai.levqor.ops.store.jdbc;

import ai.levqor.ops.spi.ConfigurationException;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * The table of leases as the database knows it.
 *
 * @param name its whole name, quoted
 */
record LeaseTable(Dialect dialect, String name) {
    private static final String WHAT = "the table of leases";
    private static final int STATEMENT_SECONDS = 2;

    /** Finds the table, makes it if it is not there, and tries whether it can be written. */
    static LeaseTable open(Handle handle, String name) throws SQLException {
        var catalog = new Catalog(handle.getConnection());
        var dialect = catalog.dialect();
        if (dialect == Dialect.GENERIC) {
            throw new ConfigurationException(
                    "leases are kept in PostgreSQL, MySQL, MariaDB or H2, and this is another database");
        }
        limit(handle, dialect);
        if (catalog.find(name).isEmpty()) {
            make(handle, catalog, name);
        }
        var found = catalog.table(WHAT, name);
        check(handle, catalog, name, found);
        var table = new LeaseTable(dialect, found.quoted());
        table.probe(handle);
        return table;
    }

    /** H2 would keep the limit for whatever else the host does on the connection; its locks have a limit of their own. */
    static void limit(Handle handle, Dialect dialect) {
        if (dialect != Dialect.H2) {
            FireTable.limit(handle, STATEMENT_SECONDS);
        }
    }

    /** Microseconds since 1970 by the database's clock, when it was asked or later, whatever the zone of the session. */
    String now() {
        return switch (dialect) {
            case POSTGRESQL -> "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)";
            case MYSQL -> "TIMESTAMPDIFF(MICROSECOND, '1970-01-01 00:00:00', UTC_TIMESTAMP(6))";
            case H2 -> "CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP(6)) * 1000000 AS BIGINT)";
            case GENERIC -> throw new IllegalStateException("no leases are kept in a generic database");
        };
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

    /** The primary key is what lets a lease be given first once. */
    private static String definition(Dialect dialect) {
        return "(name VARCHAR(90) NOT NULL PRIMARY KEY, owner VARCHAR(100) NOT NULL, token BIGINT NOT NULL, until_us BIGINT NOT NULL)"
                + (dialect == Dialect.MYSQL ? " ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin" : "");
    }

    /** A table that was there before might let two hold a lease, or have no room for a token. */
    private static void check(Handle handle, Catalog catalog, String name, Catalog.Table table) throws SQLException {
        var columns = catalog.columns(table);
        for (var number : List.of("token", "until_us")) {
            if (catalog.column("the column", table, columns, number).jdbcType() != Types.BIGINT) {
                throw new ConfigurationException(
                        "the column %s of %s must be a BIGINT".formatted(number, Quoting.shown(table.name())));
            }
        }
        var key = key(handle, table);
        if (key.isEmpty() && catalog.dialect() == Dialect.H2) {
            // H2 shows a table before its key; whoever wants to make it too waits until the other has.
            make(handle, catalog, name);
            key = key(handle, table);
        }
        if (key.size() != 1 || !key.get(0).equalsIgnoreCase("name")) {
            throw new ConfigurationException(
                    "the primary key of " + Quoting.shown(table.name()) + " must be its column name alone");
        }
    }

    private static List<String> key(Handle handle, Catalog.Table table) throws SQLException {
        var key = new ArrayList<String>();
        var metadata = handle.getConnection().getMetaData();
        try (var rows = metadata.getPrimaryKeys(table.catalog(), table.schema(), table.name())) {
            while (rows.next()) {
                key.add(rows.getString("COLUMN_NAME"));
            }
        }
        return key;
    }

    /** Writes what changes nothing, and needs every right and column. */
    private void probe(Handle handle) {
        handle.execute(
                "INSERT INTO %1$s (%2$s) SELECT %2$s FROM %1$s WHERE 1 = 0".formatted(name, JdbcLeaseRows.COLUMNS));
        handle.execute("UPDATE " + name + " SET owner = '', token = 0, until_us = 0 WHERE 1 = 0");
    }
}
