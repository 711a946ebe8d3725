package ai.levqor.ops.store.jdbc;

import ai.levqor.ops.spi.activity.ActivitySink;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * Users by PostgreSQL's COPY, from the ledger and from the log: ids enter this process, as the log's reader hands them on.
 * To be used only where {@linkplain #can the driver can}.
 */
final class CopiedUsers {
    private static final String FAULT = "the users of the ledger cannot be read to their end";
    private static final String EPOCH = " - DATE '1970-01-01'";
    /** Dimensions, whether there are nulls, and the elements' type; of the one dimension its length and its first index. */
    private static final int ARRAY_HEADER = 5 * Integer.BYTES;

    private static final int ELEMENTS_AT = 3 * Integer.BYTES;

    private final Connection connection;
    private final LedgerTables tables;
    private final CopiedId id;

    CopiedUsers(Handle handle, LogSql log, LedgerTables tables) {
        this.connection = handle.getConnection();
        this.tables = tables;
        this.id = new CopiedId(log);
    }

    /** Whether the connection is one of a driver that can. */
    static boolean can(Handle handle, LedgerTables tables) {
        try {
            return tables.recent().isPresent() && Drivers.copies(handle.getConnection());
        } catch (SQLException e) {
            throw Faults.of(FAULT, e);
        }
    }

    /** Everyone who is known, with the first and the last day, which may come in parts. */
    void all(String recent, ActivitySink sink) {
        rows(
                Sql.of("SELECT user_id, first_day%1$s, last_day%1$s FROM %2$s".formatted(EPOCH, tables.lastSeen())),
                3,
                user -> {
                    var first = user.next();
                    id.hand(user, (int) first.number(), sink);
                    id.hand(user, (int) first.next().number(), sink);
                });
        rows(
                Sql.of("SELECT on_day%s, users FROM %s".formatted(EPOCH, recent)),
                2,
                day -> elements(day.next(), (int) day.number(), sink));
    }

    /** Users and days as a query gives them. */
    void of(Sql query, ActivitySink sink) {
        rows(query, 2, user -> id.hand(user, (int) user.next().number(), sink));
    }

    /** Users of a day, many a row, as a query gives them. */
    void ofArrays(Sql query, LocalDate day, ActivitySink sink) {
        var epochDay = Math.toIntExact(day.toEpochDay());
        rows(query, 1, users -> elements(users, epochDay, sink));
    }

    private void elements(CopiedField array, int day, ActivitySink sink) {
        if (array.length() <= ELEMENTS_AT) {
            return;
        }
        var user = new CopiedField(array.message(), array.at() + ARRAY_HEADER);
        for (int left = CopyFormat.int4(array.message(), array.at() + ELEMENTS_AT); left > 0; left--) {
            id.hand(user, day, sink);
            user = left == 1 ? user : user.next();
        }
    }

    private void rows(Sql query, int fields, Consumer<CopiedField> first) {
        try {
            PostgresCopy.messages(connection, query, message -> {
                var at = CopyFormat.row(message, fields);
                if (at >= 0) {
                    first.accept(new CopiedField(message, at));
                }
            });
        } catch (SQLException e) {
            throw Faults.of(FAULT, e);
        }
    }
}
