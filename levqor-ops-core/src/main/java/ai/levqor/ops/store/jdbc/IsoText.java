package ai.levqor.ops.store.jdbc;

import ai.levqor.ops.spi.UnavailableException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/** Reads a time that was written as a text. */
final class IsoText {
    private static final DateTimeFormatter FORMAT = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendPattern("['T'][' ']")
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendPattern("[XXX][X]")
            .optionalEnd()
            .optionalEnd()
            .toFormatter();

    private IsoText() {}

    /** The moment; a text without an offset is in the zone. */
    static Instant parse(String text, ZoneId zone) {
        try {
            var time = FORMAT.parseBest(text.strip(), OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
            if (time instanceof OffsetDateTime offset) {
                return offset.toInstant();
            }
            return time instanceof LocalDateTime local
                    ? local.atZone(zone).toInstant()
                    : LocalDate.from(time).atStartOfDay(zone).toInstant();
        } catch (DateTimeException e) {
            // The text may be anything, a user's name too.
            throw new UnavailableException("a time in the activity table is no ISO 8601 date and time");
        }
    }
}
