package ai.levqor.ops.store.jdbc;

import java.sql.SQLException;
import java.util.Locale;
import org.jdbi.v3.core.Handle;

/** What a database says differently. */
enum Dialect {
    POSTGRESQL,
    /** And MariaDB. */
    MYSQL,
    H2,
    /** Any other that has {@code LAG}: it is read, and counts; the ledger is not kept there. */
    GENERIC;

    private static final String MOST = "9223372036854775807";

    /** By the product name that the driver gives. */
    static Dialect of(String product) {
        return switch (product.toLowerCase(Locale.ROOT)) {
            case "postgresql" -> POSTGRESQL;
            case "mysql", "mariadb" -> MYSQL;
            case "h2" -> H2;
            default -> GENERIC;
        };
    }

    /** The rows to fetch at once so that a result of any size streams. */
    int fetchSize(Handle handle) {
        // MySQL's driver streams on this value alone, and reads everything into memory on every other; MariaDB's, which
        // speaks to both servers, refuses it.
        return this == MYSQL && driver(handle).startsWith("MySQL") ? Integer.MIN_VALUE : 20_000;
    }

    private static String driver(Handle handle) {
        try {
            return handle.getConnection().getMetaData().getDriverName();
        } catch (SQLException e) {
            throw Faults.of("the database's driver does not say its name", e);
        }
    }

    /** The whole part of {@code number / by}, rounded down also below zero. */
    String floorDiv(String number, long by) {
        return switch (this) {
            case POSTGRESQL, H2 -> "((%1$s - MOD(MOD(%1$s, %2$d) + %2$d, %2$d)) / %2$d)".formatted(number, by);
            case MYSQL, GENERIC -> "CAST(FLOOR(%s / %d.0) AS %s)".formatted(number, by, bigint());
        };
    }

    /** Days since 1970-01-01 of a date. */
    String epochDay(String date) {
        return switch (this) {
            case POSTGRESQL -> "(%s - DATE '1970-01-01')".formatted(date);
            case MYSQL -> "(TO_DAYS(%s) - 719528)".formatted(date);
            case H2 -> "DATEDIFF(DAY, DATE '1970-01-01', %s)".formatted(date);
            case GENERIC -> "DATEDIFF(%s, DATE '1970-01-01')".formatted(date);
        };
    }

    /** Days from one date to another. */
    String daysBetween(String from, String to) {
        return switch (this) {
            case POSTGRESQL -> "(%s - %s)".formatted(to, from);
            case MYSQL, GENERIC -> "DATEDIFF(%s, %s)".formatted(to, from);
            case H2 -> "DATEDIFF(DAY, %s, %s)".formatted(from, to);
        };
    }

    /** A bit string moved up, with its top bit left empty. The shift is in [0, 62]. */
    String movedUp(String bits, String by) {
        return switch (this) {
            case H2 -> "BITAND(LSHIFT(%s, %s), %s)".formatted(bits, by, MOST);
            case MYSQL -> "CAST((%s << (%s)) & %s AS SIGNED)".formatted(bits, by, MOST);
            case POSTGRESQL, GENERIC -> "((%s << (%s)::int) & %s)".formatted(bits, by, MOST);
        };
    }

    /** A bit string moved down. */
    String movedDown(String bits, String by) {
        return switch (this) {
            case H2 -> "RSHIFT(%s, %s)".formatted(bits, by);
            case MYSQL -> "CAST((%s >> (%s)) AS SIGNED)".formatted(bits, by);
            case POSTGRESQL, GENERIC -> "(%s >> (%s)::int)".formatted(bits, by);
        };
    }

    /** The one bit at a place in [0, 62]. */
    String bit(String at) {
        return switch (this) {
            case H2 -> "LSHIFT(CAST(1 AS BIGINT), %s)".formatted(at);
            case MYSQL -> "CAST((1 << (%s)) AS SIGNED)".formatted(at);
            case POSTGRESQL, GENERIC -> "(1::bigint << (%s)::int)".formatted(at);
        };
    }

    /** The bit of a bit string at a place in [0, 62], 0 or 1. */
    String bitAt(String bits, String at) {
        var moved = movedDown(bits, at);
        return this == H2 ? "BITAND(" + moved + ", 1)" : "(" + moved + " & 1)";
    }

    /** The date of a whole number of days since 1970-01-01. */
    String dateOf(String epochDay) {
        return switch (this) {
            case POSTGRESQL, GENERIC -> "(DATE '1970-01-01' + (%s)::int)".formatted(epochDay);
            case MYSQL -> "(DATE '1970-01-01' + INTERVAL (%s) DAY)".formatted(epochDay);
            case H2 -> "CAST(DATEADD(DAY, %s, DATE '1970-01-01') AS DATE)".formatted(epochDay);
        };
    }

    /** Both bit strings in one. */
    String or(String left, String right) {
        return switch (this) {
            case H2 -> "BITOR(%s, %s)".formatted(left, right);
            case MYSQL -> "CAST(%s | %s AS SIGNED)".formatted(left, right);
            case POSTGRESQL, GENERIC -> "(%s | %s)".formatted(left, right);
        };
    }

    /** All bit strings of a group in one. */
    String orOfAll(String bits) {
        return switch (this) {
            case H2 -> "BIT_OR_AGG(%s)".formatted(bits);
            case MYSQL -> "CAST(BIT_OR(%s) AS SIGNED)".formatted(bits);
            case POSTGRESQL, GENERIC -> "BIT_OR(%s)".formatted(bits);
        };
    }

    String bigint() {
        return this == MYSQL ? "SIGNED" : "BIGINT";
    }

    /** The type of a point in time. */
    String instant() {
        return this == MYSQL ? "DATETIME(6)" : "TIMESTAMP WITH TIME ZONE";
    }
}
