package ai.levqor.ops.schedule;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Schedules as people write them in a setting: {@code 00:05 UTC}, {@code 09:00 Europe/London}, {@code MON 02:00 UTC},
 * {@code every 5m}, {@code cron 0 9 * * MON-FRI Europe/London}.
 *
 * <p>A time is {@code HH:MM} or {@code HH:MM:SS}; a day has three letters or its full name, in any case; a period is a whole
 * number of {@code ms}, {@code s}, {@code m}, {@code h} or {@code d}; a zone is written as {@link ZoneId} knows it.
 */
public final class ScheduleText {
    private static final String EXAMPLES =
            "00:05 UTC, MON 02:00 Europe/London, every 5m, cron 0 9 * * MON-FRI Europe/London";

    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Pattern TIME = Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?");
    private static final Pattern PERIOD = Pattern.compile("([0-9]{1,11})(ms|s|m|h|d)");
    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "ms", ChronoUnit.MILLIS,
            "s", ChronoUnit.SECONDS,
            "m", ChronoUnit.MINUTES,
            "h", ChronoUnit.HOURS,
            "d", ChronoUnit.DAYS);

    /** The word, five fields and the zone. */
    private static final int CRON_WORDS = 7;

    private ScheduleText() {}

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if it breaks the rule; the message says what is wrong, without naming a setting
     */
    public static Schedule parse(String text) {
        var words = List.of(SPACE.split(text.strip()));
        var first = words.get(0).toLowerCase(Locale.ROOT);
        if (first.equals("every") && words.size() == 2) {
            return new Every(period(words.get(1)));
        }
        if (first.equals("cron")) {
            return cron(words);
        }
        if (words.size() == 2) {
            return new Daily(time(words.get(0)), zone(words.get(1)));
        }
        if (words.size() == 3) {
            return new Weekly(day(words.get(0)), time(words.get(1)), zone(words.get(2)));
        }
        throw refused("a schedule", "HH:MM ZONE, DAY HH:MM ZONE, every PERIOD or cron FIVE FIELDS ZONE", text);
    }

    private static Cron cron(List<String> words) {
        if (words.size() != CRON_WORDS) {
            throw refused("what follows cron", "five fields and a zone", String.join(" ", words));
        }
        return new Cron(String.join(" ", words.subList(1, CRON_WORDS - 1)), zone(words.get(CRON_WORDS - 1)));
    }

    private static Duration period(String word) {
        var parts = PERIOD.matcher(word);
        if (!parts.matches()) {
            throw refused("the period", "a whole number of ms, s, m, h or d", word);
        }
        return Duration.of(Long.parseLong(parts.group(1)), UNITS.get(parts.group(2)));
    }

    private static LocalTime time(String word) {
        if (!TIME.matcher(word).matches()) {
            throw refused("the time", "HH:MM or HH:MM:SS, from 00:00 to 23:59:59", word);
        }
        return LocalTime.parse(word);
    }

    private static DayOfWeek day(String word) {
        var name = word.toUpperCase(Locale.ROOT);
        return Stream.of(DayOfWeek.values())
                .filter(day -> name.equals(day.name()) || name.equals(Weekly.shortName(day)))
                .findFirst()
                .orElseThrow(() -> refused("the day", "MON, TUE, WED, THU, FRI, SAT or SUN", word));
    }

    private static ZoneId zone(String word) {
        try {
            return ZoneId.of(word);
        } catch (DateTimeException e) {
            var rule = "UTC or a name of the time zone database, such as Europe/London, in its case";
            throw new IllegalArgumentException(message("the zone", rule, word), e);
        }
    }

    private static IllegalArgumentException refused(String part, String rule, String value) {
        return new IllegalArgumentException(message(part, rule, value));
    }

    private static String message(String part, String rule, String value) {
        return part + " must be " + rule + ", was \"" + value + "\"; examples are " + EXAMPLES;
    }
}
