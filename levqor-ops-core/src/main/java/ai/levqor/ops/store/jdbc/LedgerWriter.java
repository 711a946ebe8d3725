package ai.levqor.ops.store.jdbc;

import java.sql.Types;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the ledger's tables. */
final class LedgerWriter {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerWriter.class);

    private final Handle handle;
    private final LedgerTables tables;

    LedgerWriter(Handle handle, LedgerTables tables) {
        this.handle = handle;
        this.tables = tables;
    }

    void mark(LedgerMark mark) {
        var update = handle.createUpdate(
                        "UPDATE %s SET counted_through = ?, counted_from = ?, whole_from = ?, bits_from = ?, complete = ?, watermark = ? WHERE id = 1"
                                .formatted(tables.mark()))
                .bind(0, mark.countedThrough())
                .bind(1, mark.countedFrom())
                .bind(2, mark.wholeFrom())
                .bind(3, mark.bitsFrom())
                .bind(4, mark.complete());
        (mark.watermark().isPresent() ? update.bind(5, mark.watermark().getAsLong()) : update.bindNull(5, Types.BIGINT))
                .execute();
    }

    void fill(LedgerChanges changes) {
        addGaps(changes);
        addToCohorts(ChangeColumns.ofCohorts(changes));
    }

    void add(LedgerChanges changes) {
        addGaps(changes);
        var cohorts = ChangeColumns.ofCohorts(changes);
        tables.changes()
                .ifPresentOrElse(
                        table -> new CohortChanges(handle, tables.cohorts(), table).add(cohorts),
                        () -> addToCohorts(cohorts));
    }

    private void addGaps(LedgerChanges changes) {
        add(tables.gaps(), "on_day", "gap", List.of("users"), false, ChangeColumns.ofGaps(changes));
    }

    private void addToCohorts(ChangeColumns rows) {
        add(tables.cohorts(), "first_day", "on_day", List.of("active", "last_active"), true, rows);
    }

    /** Adds to the counts of rows, and makes the rows that are not there. */
    private void add(
            String table, String key, String other, List<String> counts, boolean otherIsDay, ChangeColumns rows) {
        if (rows.size() == 0) {
            return;
        }
        if (tables.dialect() == Dialect.POSTGRESQL) {
            addAtOnce(table, key, other, counts, otherIsDay, rows);
            return;
        }
        var batch = handle.prepareBatch(statement(table, key, other, counts));
        for (int row = 0; row < rows.size(); row++) {
            batch.bind(0, LocalDate.ofEpochDay(rows.key(row)));
            batch.bind(1, otherIsDay ? (Object) LocalDate.ofEpochDay(rows.other(row)) : rows.other(row));
            batch.bind(2, rows.count(row));
            if (counts.size() > 1) {
                batch.bind(3, rows.more(row));
            }
            batch.add();
        }
        batch.execute();
    }

    private String statement(String table, String key, String other, List<String> counts) {
        var names = key + ", " + other + ", " + String.join(", ", counts);
        if (tables.dialect() == Dialect.MYSQL) {
            return "INSERT INTO " + table + " (" + names + ") VALUES (" + marks(counts.size() + 2)
                    + ") ON DUPLICATE KEY UPDATE "
                    + String.join(
                            ", ",
                            counts.stream()
                                    .map(count -> "%1$s = %1$s + VALUES(%1$s)".formatted(count))
                                    .toList());
        }
        return "MERGE INTO %1$s t USING (VALUES (%2$s)) x (%3$s) ON t.%4$s = x.%4$s AND t.%5$s = x.%5$s WHEN MATCHED THEN UPDATE SET %6$s WHEN NOT MATCHED THEN INSERT (%3$s) VALUES (%7$s)"
                .formatted(
                        table,
                        "CAST(? AS DATE), CAST(? AS %s)".formatted(other.equals("gap") ? "INTEGER" : "DATE")
                                + ", CAST(? AS BIGINT)".repeat(counts.size()),
                        names,
                        key,
                        other,
                        String.join(
                                ", ",
                                counts.stream()
                                        .map(count -> "%1$s = t.%1$s + x.%1$s".formatted(count))
                                        .toList()),
                        "x." + names.replace(", ", ", x."));
    }

    private void addAtOnce(
            String table, String key, String other, List<String> counts, boolean otherIsDay, ChangeColumns rows) {
        var day = "DATE '1970-01-01' + ";
        var sets = counts.stream()
                .map(count -> "%1$s = t.%1$s + EXCLUDED.%1$s".formatted(count))
                .toList();
        var sql = """
                INSERT INTO %1$s AS t (%2$s, %3$s, %4$s)
                SELECT %5$s k, %6$s o, %7$s FROM unnest(?::int[], ?::int[], ?::bigint[], ?::bigint[]) AS x (k, o, c, m)
                ON CONFLICT (%2$s, %3$s) DO UPDATE SET %8$s""".formatted(
                        table,
                        key,
                        other,
                        String.join(", ", counts),
                        day,
                        otherIsDay ? day : "",
                        counts.size() > 1 ? "c, m" : "c",
                        String.join(", ", sets));
        var connection = handle.getConnection();
        handle.createUpdate(sql)
                .bindBySqlType(0, rows.keys(connection), Types.ARRAY)
                .bindBySqlType(1, rows.others(connection), Types.ARRAY)
                .bindBySqlType(2, rows.counts(connection), Types.ARRAY)
                .bindBySqlType(3, rows.more(connection), Types.ARRAY)
                .execute();
    }

    void publish(List<LedgerRow> rows) {
        var unwritten = 0;
        for (var row : rows) {
            if (!publish(row)) {
                unwritten++;
            }
        }
        if (unwritten > 0) {
            LOG.warn(
                    "{} days are not in the host's table of aggregates, a column of which must not be null, because a figure of theirs is not known",
                    unwritten);
        }
    }

    private boolean publish(LedgerRow row) {
        var values = new Values();
        values.figure("dau", row.dau());
        values.figure("wau", row.wau());
        values.figure("mau", row.mau());
        row.state().ifPresent(state -> values.set("state", state));
        row.computedAt().ifPresent(at -> values.set("computed_at", tables.instant("computed_at", at)));
        row.revisedAt().ifPresent(at -> values.set("revised_at", tables.instant("revised_at", at)));
        return values.update(row.day()) || (values.canBeInserted() && values.insert(row.day()));
    }

    private static String marks(int count) {
        return "?" + ", ?".repeat(count - 1);
    }

    /** Values of a row of the aggregates, for the columns that are there. */
    private final class Values {
        private final List<String> names = new ArrayList<>();
        private final List<Object> values = new ArrayList<>();

        void figure(String name, OptionalLong figure) {
            figure.ifPresent(value -> set(name, value));
        }

        void set(String name, Object value) {
            if (tables.column(name).isPresent()) {
                names.add(name);
                values.add(value);
            }
        }

        boolean update(LocalDate day) {
            var sets = names.stream()
                    .map(name -> tables.columns().get(name) + " = ?")
                    .toList();
            if (sets.isEmpty()) {
                return exists(day);
            }
            var update = handle.createUpdate("UPDATE %s SET %s WHERE %s = ?"
                    .formatted(tables.aggregates(), String.join(", ", sets), tables.day()));
            for (int at = 0; at < values.size(); at++) {
                update.bind(at, values.get(at));
            }
            return update.bind(values.size(), day).execute() > 0;
        }

        private boolean exists(LocalDate day) {
            return handle.createQuery(
                                    "SELECT COUNT(*) FROM %s WHERE %s = ?".formatted(tables.aggregates(), tables.day()))
                            .bind(0, day)
                            .mapTo(Integer.class)
                            .one()
                    > 0;
        }

        boolean canBeInserted() {
            return tables.notNull().stream().allMatch(name -> name.equals("day") || names.contains(name));
        }

        boolean insert(LocalDate day) {
            var columns = names.stream().map(tables.columns()::get).toList();
            var insert = handle.createUpdate("INSERT INTO %s (%s%s) VALUES (%s)"
                    .formatted(
                            tables.aggregates(),
                            tables.day(),
                            columns.isEmpty() ? "" : ", " + String.join(", ", columns),
                            marks(columns.size() + 1)));
            insert.bind(0, day);
            for (int at = 0; at < values.size(); at++) {
                insert.bind(at + 1, values.get(at));
            }
            insert.execute();
            return true;
        }
    }
}
