package ai.levqor.ops.billing;

import static java.time.ZoneOffset.UTC;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the day of a cost: a date, or a moment whose day in UTC counts. One without a zone is in UTC. */
final class CostDate {
    static final String RULE =
            "a day or a moment from 1970 to 2099, such as 2026-01-31, 2026-01-31T00:00:00Z or 2026-01-31 00:00:00 UTC";

    private static final int LONGEST = 60;
    private static final Pattern MOMENT = Pattern.compile(
            "([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\\.[0-9]{1,9})?)?) ?(Z|UTC|[+-][0-9]{2}(?::?[0-9]{2})?)?)?");

    private CostDate() {}

    /** The day in UTC; empty if the text breaks the {@link #RULE}. */
    static Optional<LocalDate> of(String text) {
        var parts = MOMENT.matcher(text);
        if (text.length() > LONGEST || !parts.matches()) {
            return Optional.empty();
        }
        try {
            var date = LocalDate.parse(parts.group(1));
            var time = parts.group(2);
            return Optional.of(time == null ? date : inUtc(date, LocalTime.parse(time), parts.group(3)))
                    .filter(day -> day.getYear() >= 1970 && day.getYear() <= 2099);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static LocalDate inUtc(LocalDate date, LocalTime time, @Nullable String zone) {
        var offset = zone == null || zone.equals("UTC") ? UTC : ZoneOffset.of(zone);
        return LocalDateTime.of(date, time)
                .atOffset(offset)
                .withOffsetSameInstant(UTC)
                .toLocalDate();
    }
}
