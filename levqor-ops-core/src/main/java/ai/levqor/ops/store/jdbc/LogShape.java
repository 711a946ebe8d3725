package ai.levqor.ops.store.jdbc;

import ai.levqor.ops.spi.ConfigurationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The host's log as the database has it: names that SQL can use, and what the columns hold.
 *
 * @param dialect the database's manner
 * @param table the log, quoted
 * @param user the user's id
 * @param ids what it holds
 * @param time when it happened
 * @param type how that is written down; never {@link TimeType#AUTO}
 * @param ingest the number that grows
 * @param users the condition that a row's user is in the users table; empty if there is none
 */
record LogShape(
        Dialect dialect,
        String table,
        Column user,
        Ids ids,
        Column time,
        TimeType type,
        Optional<Column> ingest,
        String users) {

    /** What a user's id is. */
    enum Ids {
        INTEGER,
        UUID,
        TEXT
    }

    private static final Set<Integer> WHOLE = Set.of(Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.TINYINT);
    private static final Set<Integer> TEXT = Set.of(
            Types.VARCHAR, Types.CHAR, Types.LONGVARCHAR, Types.NVARCHAR, Types.NCHAR, Types.LONGNVARCHAR, Types.CLOB);

    /** Looks everything up. */
    static LogShape of(Connection connection, ActivityTable log) throws SQLException {
        var catalog = new Catalog(connection);
        var table = catalog.table("the activity table", log.table());
        var columns = catalog.columns(table);
        var user = catalog.column("the user column", table, columns, log.userColumn());
        var time = catalog.column("the time column", table, columns, log.timeColumn());
        Optional<Column> ingest = Optional.empty();
        if (log.ingestColumn().isPresent()) {
            ingest = Optional.of(
                    ingest(catalog, table, columns, log.ingestColumn().get()));
        }
        return new LogShape(
                catalog.dialect(),
                table.quoted(),
                user,
                ids(user),
                time,
                type(catalog.dialect(), time, log.timeType()),
                ingest,
                log.users().isPresent() ? users(catalog, user, log.users().get()) : "");
    }

    private static Column ingest(Catalog catalog, Catalog.Table table, List<Column> columns, String name) {
        var column = catalog.column("the ingest column", table, columns, name);
        if (!WHOLE.contains(column.jdbcType())) {
            throw new ConfigurationException("the ingest column %s must hold whole numbers that grow, and is %s"
                    .formatted(Quoting.shown(name), column.typeName()));
        }
        return column;
    }

    private static String users(Catalog catalog, Column user, ActivityTable.Users users) throws SQLException {
        var table = catalog.table("the users table", users.table());
        var id = catalog.column("the users' id column", table, catalog.columns(table), users.idColumn());
        if (ids(id) != ids(user)) {
            throw new ConfigurationException(
                    "the users' id column %s is %s, and the log's user column %s is %s; they must be of one type"
                            .formatted(Quoting.shown(users.idColumn()), id.typeName(), user.name(), user.typeName()));
        }
        return " AND EXISTS (SELECT 1 FROM %s u WHERE u.%s = l.%s)"
                .formatted(table.quoted(), id.quoted(), user.quoted());
    }

    private static Ids ids(Column user) {
        if (WHOLE.contains(user.jdbcType())) {
            return Ids.INTEGER;
        }
        return user.typeName().equals("uuid") ? Ids.UUID : Ids.TEXT;
    }

    private static TimeType type(Dialect dialect, Column time, TimeType asked) {
        var own = own(dialect, time);
        var fits = switch (asked) {
            case AUTO -> own.isPresent();
            case EPOCH_S, EPOCH_MS -> WHOLE.contains(time.jdbcType());
            case TIMESTAMPTZ, TIMESTAMP, ISO_TEXT, DATE ->
                own.filter(type -> type == asked).isPresent();
        };
        if (!fits) {
            throw new ConfigurationException(
                    "the time column %s is %s, which cannot be read as %s; its type must be a timestamp, a date, an ISO text, or a whole number together with EPOCH_S or EPOCH_MS"
                            .formatted(Quoting.shown(time.name()), time.typeName(), asked));
        }
        return asked == TimeType.AUTO ? own.orElseThrow() : asked;
    }

    private static Optional<TimeType> own(Dialect dialect, Column time) {
        if (dialect == Dialect.MYSQL && time.typeName().startsWith("timestamp")) {
            return Optional.of(TimeType.TIMESTAMPTZ);
        }
        if (time.typeName().equals("timestamptz") || time.jdbcType() == Types.TIMESTAMP_WITH_TIMEZONE) {
            return Optional.of(TimeType.TIMESTAMPTZ);
        }
        if (time.jdbcType() == Types.TIMESTAMP) {
            return Optional.of(TimeType.TIMESTAMP);
        }
        if (time.jdbcType() == Types.DATE) {
            return Optional.of(TimeType.DATE);
        }
        return TEXT.contains(time.jdbcType()) ? Optional.of(TimeType.ISO_TEXT) : Optional.empty();
    }
}
