package ai.levqor.ops.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Reads a row's time column, and says which day it is. */
final class Times {
    private final TimeType type;
    private final ActivityTable table;

    Times(LogShape shape, ActivityTable table) {
        this.type = shape.type();
        this.table = table;
    }

    /** The day in days since 1970-01-01; null if the column is. */
    @Nullable
    Integer day(ResultSet row, int column) throws SQLException {
        switch (type) {
            case DATE -> {
                var day = row.getObject(column, LocalDate.class);
                return day == null ? null : (int) day.toEpochDay();
            }
            case EPOCH_S, EPOCH_MS -> {
                var number = row.getLong(column);
                if (row.wasNull()) {
                    return null;
                }
                return Day.of(
                        type == TimeType.EPOCH_S ? Instant.ofEpochSecond(number) : Instant.ofEpochMilli(number),
                        table.dayZone());
            }
            case TIMESTAMP -> {
                var local = row.getObject(column, LocalDateTime.class);
                if (local == null) {
                    return null;
                }
                return table.columnZone().equals(table.dayZone())
                        ? (int) local.toLocalDate().toEpochDay()
                        : (Integer) Day.of(local.atZone(table.columnZone()).toInstant(), table.dayZone());
            }
            case ISO_TEXT -> {
                var text = row.getString(column);
                return text == null ? null : (Integer) Day.of(IsoText.parse(text, table.columnZone()), table.dayZone());
            }
            case AUTO, TIMESTAMPTZ -> {
                var at = row.getObject(column, OffsetDateTime.class);
                return at == null ? null : (Integer) Day.of(at.toInstant(), table.dayZone());
            }
        }
        throw new IllegalStateException("there is no time type beside these");
    }
}
