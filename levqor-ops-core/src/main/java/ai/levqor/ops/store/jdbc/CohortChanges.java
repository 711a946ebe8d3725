package ai.levqor.ops.store.jdbc;

import ai.levqor.ops.spi.activity.DayRange;
import java.sql.Types;
import org.jdbi.v3.core.Handle;

/**
 * On PostgreSQL, what the newest nights have changed in the cohorts, a night a row. A night changes as many numbers as its
 * users have pairs of a first and a last day: thousands, of which the most are in the table already, spread over it.
 * Whoever reads adds the changes to it; once a week they are folded into it.
 */
final class CohortChanges {
    private static final int FOLDED = 7;

    private final Handle handle;
    private final String cohorts;
    private final String changes;

    CohortChanges(Handle handle, String cohorts, String changes) {
        this.handle = handle;
        this.cohorts = cohorts;
        this.changes = changes;
    }

    void add(ChangeColumns rows) {
        if (rows.size() == 0) {
            return;
        }
        var last = handle.createQuery("SELECT COALESCE(MAX(part), 0) FROM " + changes)
                .mapTo(Integer.class)
                .one();
        if (last >= FOLDED) {
            fold();
        }
        var connection = handle.getConnection();
        handle.createUpdate("INSERT INTO " + changes
                        + " (part, first_days, on_days, active, last_active) VALUES (?, ?, ?, ?, ?)")
                .bind(0, last >= FOLDED ? 1 : last + 1)
                .bindBySqlType(1, rows.keys(connection), Types.ARRAY)
                .bindBySqlType(2, rows.others(connection), Types.ARRAY)
                .bindBySqlType(3, rows.counts(connection), Types.ARRAY)
                .bindBySqlType(4, rows.more(connection), Types.ARRAY)
                .execute();
    }

    private void fold() {
        handle.execute("""
                INSERT INTO %1$s AS t (first_day, on_day, active, last_active)
                SELECT DATE '1970-01-01' + f, DATE '1970-01-01' + d, SUM(a), SUM(l) FROM (%2$s) x GROUP BY f, d
                ON CONFLICT (first_day, on_day)
                DO UPDATE SET active = t.active + EXCLUDED.active, last_active = t.last_active + EXCLUDED.last_active""".formatted(cohorts, rows()));
        handle.execute("DELETE FROM " + changes);
    }

    /** Hands the changes of the cohorts that began on these days to the sink. */
    void read(DayRange firstDays, CohortSink sink) {
        handle.createQuery("SELECT f, d, a, l FROM (%s) x WHERE f >= ? AND f < ?".formatted(rows()))
                .bind(0, firstDays.from().toEpochDay())
                .bind(1, firstDays.to().toEpochDay())
                .scanResultSet((rows, context) -> {
                    var all = rows.get();
                    while (all.next()) {
                        sink.counted(all.getInt(1), all.getInt(2), all.getLong(3), all.getLong(4));
                    }
                    return 0;
                });
    }

    private String rows() {
        return "SELECT u.f, u.d, u.a, u.l FROM " + changes
                + " c, unnest(c.first_days, c.on_days, c.active, c.last_active) AS u (f, d, a, l)";
    }
}
