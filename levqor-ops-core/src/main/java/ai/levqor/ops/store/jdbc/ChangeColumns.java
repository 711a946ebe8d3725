package ai.levqor.ops.store.jdbc;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Changes to rows of two keys and two counts, column by column. Days are days since 1970-01-01. */
final class ChangeColumns {
    private final List<Integer> keys = new ArrayList<>();
    private final List<Integer> others = new ArrayList<>();
    private final List<Long> counts = new ArrayList<>();
    private final List<Long> more = new ArrayList<>();

    static ChangeColumns ofGaps(LedgerChanges changes) {
        var rows = new ChangeColumns();
        changes.eachGap((day, gap, users) -> rows.add(day, gap, users, 0));
        return rows;
    }

    static ChangeColumns ofCohorts(LedgerChanges changes) {
        var rows = new ChangeColumns();
        changes.eachCohort(rows::add);
        return rows;
    }

    private void add(int key, int other, long count, long another) {
        keys.add(key);
        others.add(other);
        counts.add(count);
        more.add(another);
    }

    int size() {
        return keys.size();
    }

    int key(int row) {
        return keys.get(row);
    }

    int other(int row) {
        return others.get(row);
    }

    long count(int row) {
        return counts.get(row);
    }

    long more(int row) {
        return more.get(row);
    }

    Array keys(Connection connection) {
        return array(connection, "int4", keys);
    }

    Array others(Connection connection) {
        return array(connection, "int4", others);
    }

    Array counts(Connection connection) {
        return array(connection, "int8", counts);
    }

    Array more(Connection connection) {
        return array(connection, "int8", more);
    }

    private static Array array(Connection connection, String type, List<? extends Number> values) {
        try {
            return connection.createArrayOf(type, values.toArray());
        } catch (SQLException e) {
            throw Faults.of("the ledger of active users cannot be written", e);
        }
    }
}
