package ai.levqor.ops.store.jdbc;

import ai.levqor.ops.spi.ConfigurationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The host's table of costs as the database has it: names that SQL can use, and what its day is.
 *
 * @param dialect the database's manner
 * @param table quoted
 * @param type what the day is: a date, a timestamp in UTC, or a point in time
 */
record CostShape(
        Dialect dialect,
        String table,
        Column day,
        TimeType type,
        Column amount,
        Optional<Column> currency,
        Optional<Column> item) {

    private static final Set<Integer> NUMBER = Set.of(
            Types.NUMERIC,
            Types.DECIMAL,
            Types.DOUBLE,
            Types.FLOAT,
            Types.REAL,
            Types.TINYINT,
            Types.SMALLINT,
            Types.INTEGER,
            Types.BIGINT);
    private static final Set<Integer> TEXT =
            Set.of(Types.VARCHAR, Types.CHAR, Types.LONGVARCHAR, Types.NVARCHAR, Types.NCHAR, Types.LONGNVARCHAR);

    /**
     * Looks everything up.
     *
     * @throws ConfigurationException if something is not there, or is of a type that does not fit
     */
    static CostShape of(Connection connection, CostTable costs) throws SQLException {
        var catalog = new Catalog(connection);
        var table = catalog.table(CostTable.TABLE, costs.table());
        var columns = catalog.columns(table);
        var day = catalog.column(CostTable.DAY, table, columns, costs.dayColumn());
        var amount = catalog.column(CostTable.AMOUNT, table, columns, costs.amountColumn());
        if (!NUMBER.contains(amount.jdbcType()) || amount.typeName().equals("money")) {
            throw wrongType(CostTable.AMOUNT, amount, "a number, such as numeric(12,2)");
        }
        var currency = costs.currencyColumn().map(name -> catalog.column(CostTable.CURRENCY, table, columns, name));
        if (currency.filter(column -> !TEXT.contains(column.jdbcType())).isPresent()) {
            throw wrongType(CostTable.CURRENCY, currency.get(), "a text, such as usd");
        }
        return new CostShape(
                catalog.dialect(),
                table.quoted(),
                day,
                type(catalog.dialect(), day),
                amount,
                currency,
                costs.itemColumn().map(name -> catalog.column(CostTable.ITEM, table, columns, name)));
    }

    /**
     * Day, item, currency, sum, and how many rows are without an amount: of these days and, in rows whose day is null, of
     * none.
     */
    Sql sums(LocalDate from, LocalDate to) {
        var parts = Stream.of(Optional.of(epochDayOrDate()), item.map(Column::quoted), currency.map(Column::quoted))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", "));
        return new Sql(
                "SELECT %1$s, %2$s, %3$s, SUM(%4$s), COUNT(*), COUNT(%4$s) FROM %5$s WHERE (%6$s >= ? AND %6$s < ?) OR %6$s IS NULL GROUP BY %7$s"
                        .formatted(
                                epochDayOrDate(),
                                item.map(Column::quoted).orElse("NULL"),
                                currency.map(Column::quoted).orElse("NULL"),
                                amount.quoted(),
                                table,
                                day.quoted(),
                                parts),
                List.of(bound(from), bound(to)));
    }

    boolean isDate() {
        return type == TimeType.DATE;
    }

    private Object bound(LocalDate first) {
        return switch (type) {
            case DATE -> first;
            case TIMESTAMP -> first.atStartOfDay();
            default -> first.atStartOfDay().atOffset(ZoneOffset.UTC);
        };
    }

    /** A date as it is; of a moment the days since 1970-01-01 in UTC. */
    private String epochDayOrDate() {
        var time = day.quoted();
        if (isDate()) {
            return time;
        }
        return switch (dialect) {
            case POSTGRESQL -> "floor(date_part('epoch', " + time + ") / 86400)::int";
            case H2 -> "CAST(FLOOR(EXTRACT(EPOCH FROM " + time + ") / 86400) AS INT)";
            case MYSQL ->
                type == TimeType.TIMESTAMP
                        ? "(TO_DAYS(" + time + ") - 719528)"
                        : "CAST(FLOOR(UNIX_TIMESTAMP(" + time + ") / 86400) AS SIGNED)";
            case GENERIC -> throw wrongType(CostTable.DAY, day, "a date in this database");
        };
    }

    private static TimeType type(Dialect dialect, Column day) {
        if (day.jdbcType() == Types.DATE) {
            return TimeType.DATE;
        }
        if (day.typeName().equals("timestamptz")
                || day.jdbcType() == Types.TIMESTAMP_WITH_TIMEZONE
                || (dialect == Dialect.MYSQL && day.typeName().startsWith("timestamp"))) {
            return TimeType.TIMESTAMPTZ;
        }
        if (day.jdbcType() == Types.TIMESTAMP) {
            return TimeType.TIMESTAMP;
        }
        throw wrongType(CostTable.DAY, day, "a date or a timestamp");
    }

    private static ConfigurationException wrongType(String what, Column column, String rule) {
        return new ConfigurationException(
                "%s %s must hold %s, and is %s".formatted(what, Quoting.shown(column.name()), rule, column.typeName()));
    }
}
