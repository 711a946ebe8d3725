package ai.levqor.ops.store.jdbc;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Erases what the ledger keeps of a user. */
final class Erasure {
    private final Handle handle;
    private final LogSql log;
    private final LedgerTables tables;

    Erasure(Handle handle, LogSql log, LedgerTables tables) {
        this.handle = handle;
        this.log = log;
        this.tables = tables;
    }

    /**
     * The user with these halves of an id; of a text they are the first half of its SHA-256.
     *
     * @return how many users were erased so far; 0 where that is not counted
     */
    long of(long high, long low) {
        erase(high, low);
        return counted();
    }

    /** Counted last, since erasures wait for each other here. Nights do not: the row of the mark is another one. */
    private long counted() {
        return tables.dialect() != Dialect.POSTGRESQL
                ? 0
                : handle.createQuery(
                                "INSERT INTO %1$s AS m (id, watermark) VALUES (%2$d, 1) ON CONFLICT (id) DO UPDATE SET watermark = m.watermark + 1 RETURNING watermark"
                                        .formatted(tables.mark(), LedgerTables.ERASURES))
                        .mapTo(Long.class)
                        .one();
    }

    private void erase(long high, long low) {
        switch (log.shape().ids()) {
            case INTEGER -> erase("%s = ?", low);
            case UUID -> erase("%s = ?", new UUID(high, low));
            case TEXT -> {
                var hash = ByteBuffer.allocate(2 * Long.BYTES)
                        .putLong(high)
                        .putLong(low)
                        .array();
                erase(log.hashOfKey("%s") + " = ?", hash);
                if (!log.keyIsHash()) {
                    // Recorded activity has its ids as they are, written as texts.
                    erase("%s = ?", RecordedActivity.text(high, low));
                }
            }
        }
    }

    /** From the newest days first: a night that folds them holds their rows, and what it folded is found after. */
    private void erase(String condition, Object user) {
        tables.recent().ifPresent(table -> {
            var isUser = condition.formatted("u");
            handle.execute(
                    "UPDATE %1$s SET users = ARRAY(SELECT u FROM unnest(users) u WHERE NOT (%2$s)) WHERE EXISTS (SELECT 1 FROM unnest(users) u WHERE %2$s)"
                            .formatted(table, isUser),
                    user,
                    user);
        });
        handle.execute("DELETE FROM " + tables.lastSeen() + " WHERE " + condition.formatted("user_id"), user);
    }
}
