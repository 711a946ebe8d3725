package ai.levqor.ops.store.jdbc;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** When days begin. */
final class Day {
    static final long SECONDS = 86_400;

    private Day() {}

    /** The first moment of a day in a zone; not always midnight. */
    static Instant start(LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).toInstant();
    }

    /** Days since 1970-01-01. */
    static int of(Instant at, ZoneId zone) {
        return (int) LocalDate.ofInstant(at, zone).toEpochDay();
    }
}
