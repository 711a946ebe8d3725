package ai.levqor.ops.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Looks at a clock on the wall each minute, and asks whether that minute is due. Slow, and without any calendar. */
final class WallClock {
    private WallClock() {}

    static boolean isDue(Schedule schedule, Instant at) {
        if (schedule instanceof Every every) {
            return at.toEpochMilli() % every.period().toMillis() == 0;
        }
        if (schedule instanceof Daily daily) {
            return isDueOnce(at, daily.zone(), local -> local.toLocalTime().equals(daily.time()));
        }
        if (schedule instanceof Weekly weekly) {
            return isDueOnce(
                    at,
                    weekly.zone(),
                    local -> local.getDayOfWeek() == weekly.day()
                            && local.toLocalTime().equals(weekly.time()));
        }
        var cron = (Cron) schedule;
        var fields = cron.expression().split(" ");
        return (fields[1].contains("/") || fields[1].equals("*"))
                ? matches(fields, shown(at, cron.zone()))
                : isDueOnce(at, cron.zone(), local -> matches(fields, local));
    }

    private interface Rule {
        boolean matches(LocalDateTime local);
    }

    /** At the first instant that shows it, or that is past it where it is never shown. */
    private static boolean isDueOnce(Instant at, ZoneId zone, Rule rule) {
        var local = shown(at, zone);
        var before = shown(at.minusSeconds(1), zone).plusSeconds(1);
        var leftOut = Stream.iterate(before, skipped -> skipped.isBefore(local), skipped -> skipped.plusMinutes(1));
        return (rule.matches(local) && !shownBefore(local, at, zone)) || leftOut.anyMatch(rule::matches);
    }

    private static boolean shownBefore(LocalDateTime local, Instant at, ZoneId zone) {
        return IntStream.rangeClosed(1, 26 * 60)
                .anyMatch(minutes -> shown(at.minusSeconds(60L * minutes), zone).equals(local));
    }

    private static LocalDateTime shown(Instant at, ZoneId zone) {
        return LocalDateTime.ofInstant(at, zone);
    }

    private static boolean matches(String[] fields, LocalDateTime local) {
        var day = contains(fields[2], local.getDayOfMonth(), 1, 31);
        var weekday = local.getDayOfWeek().getValue();
        var ofWeek = contains(fields[4], weekday, 0, 7) || (weekday == 7 && contains(fields[4], 0, 0, 7));
        var either = !fields[2].startsWith("*") && !fields[4].startsWith("*");
        return local.getSecond() == 0
                && contains(fields[0], local.getMinute(), 0, 59)
                && contains(fields[1], local.getHour(), 0, 23)
                && contains(fields[3], local.getMonthValue(), 1, 12)
                && (either ? day || ofWeek : day && ofWeek);
    }

    private static boolean contains(String field, int value, int least, int most) {
        return Stream.of(field.split(",")).anyMatch(item -> {
            var step = item.contains("/") ? Integer.parseInt(item.substring(item.indexOf('/') + 1)) : 1;
            var range = item.replaceAll("/.*", "");
            var from = range.equals("*") ? least : number(range.replaceAll("-.*", ""));
            var to = range.equals("*") ? most : number(range.replaceAll(".*-", ""));
            return value >= from && value <= to && (value - from) % step == 0;
        });
    }

    private static int number(String text) {
        return switch (text) {
            case "SAT" -> 6;
            case "SUN" -> 7;
            case "OCT" -> 10;
            default -> Integer.parseInt(text);
        };
    }
}
