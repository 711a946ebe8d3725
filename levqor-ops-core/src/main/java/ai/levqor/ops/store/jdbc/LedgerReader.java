package ai.levqor.ops.store.jdbc;

import ai.levqor.ops.spi.activity.DayRange;
import ai.levqor.ops.spi.activity.GapSink;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/** Reads the ledger's tables. Of use only while the reading lasts that it was given for. */
public final class LedgerReader {
    private final Handle handle;
    private final LedgerTables tables;

    LedgerReader(Handle handle, LedgerTables tables) {
        this.handle = handle;
        this.tables = tables;
    }

    /** How far the ledger has come; empty before the first night. */
    public Optional<LedgerMark> mark() {
        return handle.createQuery(
                        "SELECT counted_through, counted_from, whole_from, bits_from, complete, watermark FROM %s WHERE id = 1 AND counted_through IS NOT NULL"
                                .formatted(tables.mark()))
                .map((row, context) -> new LedgerMark(
                        row.getObject(1, LocalDate.class),
                        row.getObject(2, LocalDate.class),
                        row.getObject(3, LocalDate.class),
                        row.getObject(4, LocalDate.class),
                        row.getBoolean(5),
                        number(row, 6)))
                .findOne();
    }

    /** The transaction that wrote the mark last, which PostgreSQL knows of each row, and the count of erasures. */
    LedgerVersion version() {
        return handle.createQuery(
                        "SELECT CAST(CAST(m.xmin AS TEXT) AS BIGINT), (SELECT e.watermark FROM %1$s e WHERE e.id = %2$d) FROM %1$s m WHERE m.id = 1"
                                .formatted(tables.mark(), LedgerTables.ERASURES))
                .map((row, context) -> new LedgerVersion(row.getLong(1), row.getLong(2)))
                .one();
    }

    /** The published rows of these days, oldest first; a day without one is left out. */
    public List<LedgerRow> rows(DayRange days) {
        var extras = new String[] {"state", "computed_at", "revised_at"};
        var sql = new StringBuilder("SELECT ").append(tables.day());
        for (var figure : LedgerTables.FIGURES) {
            sql.append(", ").append(tables.columns().get(figure));
        }
        for (var extra : extras) {
            sql.append(", ").append(tables.column(extra).orElse("NULL"));
        }
        sql.append(" FROM %s WHERE %2$s >= ? AND %2$s < ? ORDER BY %2$s".formatted(tables.aggregates(), tables.day()));
        return handle.createQuery(sql.toString())
                .bind(0, days.from())
                .bind(1, days.to())
                .map((row, context) -> new LedgerRow(
                        row.getObject(1, LocalDate.class),
                        number(row, 2),
                        number(row, 3),
                        number(row, 4),
                        Optional.ofNullable(row.getString(5)),
                        instant(row, 6, "computed_at"),
                        instant(row, 7, "revised_at")))
                .list();
    }

    /** Hands the stored gaps of these days to the sink. */
    public void gaps(DayRange days, GapSink sink) {
        handle.createQuery(
                        "SELECT on_day, gap, users FROM %s WHERE on_day >= ? AND on_day < ?".formatted(tables.gaps()))
                .bind(0, days.from())
                .bind(1, days.to())
                .scanResultSet((rows, context) -> {
                    var all = rows.get();
                    while (all.next()) {
                        if (all.getLong(3) > 0) {
                            sink.counted(day(all, 1), all.getInt(2), all.getLong(3));
                        }
                    }
                    return 0;
                });
    }

    /** Hands the stored counts of the cohorts that began on these days to the sink. */
    public void cohorts(DayRange firstDays, CohortSink sink) {
        handle.createQuery(
                        "SELECT first_day, on_day, active, last_active FROM %s WHERE first_day >= ? AND first_day < ?"
                                .formatted(tables.cohorts()))
                .bind(0, firstDays.from())
                .bind(1, firstDays.to())
                .scanResultSet((rows, context) -> {
                    var all = rows.get();
                    while (all.next()) {
                        sink.counted(day(all, 1), day(all, 2), all.getLong(3), all.getLong(4));
                    }
                    return 0;
                });
        tables.changes().ifPresent(table -> new CohortChanges(handle, tables.cohorts(), table).read(firstDays, sink));
    }

    static int day(ResultSet row, int column) throws SQLException {
        var day = row.getObject(column, LocalDate.class);
        return day == null ? UserGroup.NONE : (int) day.toEpochDay();
    }

    private static OptionalLong number(ResultSet row, int column) throws SQLException {
        var number = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
    }

    private Optional<Instant> instant(ResultSet row, int column, String name) throws SQLException {
        if (tables.column(name).isEmpty() || row.getObject(column) == null) {
            return Optional.empty();
        }
        return Optional.of(
                tables.zoneless().contains(name)
                        ? row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC)
                        : row.getObject(column, OffsetDateTime.class).toInstant());
    }
}
