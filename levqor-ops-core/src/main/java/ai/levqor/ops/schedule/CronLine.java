package ai.levqor.ops.schedule;

import static java.time.temporal.ChronoUnit.MINUTES;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.util.BitSet;
import java.util.Optional;

/**
 * A line of crontab, taken apart. The sets are never changed.
 *
 * @param namesHours whether it is for certain hours, and not for each or each so many
 * @param days the days of the month
 * @param weekdays the days of the week; Sunday is 7
 * @param eitherDay whether one of both days is enough
 */
record CronLine(
        BitSet minutes,
        BitSet hours,
        boolean namesHours,
        BitSet days,
        BitSet months,
        BitSet weekdays,
        boolean eitherDay)
        implements LocalTimes {

    /**
     * Whether no day of any year matches. In the 400 years after which the calendar repeats, each date falls on each day
     * of the week, 29 February too: so it is enough that a month is as long.
     */
    boolean isNever() {
        return !eitherDay
                && months.stream()
                        .noneMatch(
                                month -> days.nextSetBit(1) <= Month.of(month).maxLength());
    }

    @Override
    public LocalDateTime from(LocalDateTime earliest) {
        var minute = earliest.truncatedTo(MINUTES);
        var first = minute.isBefore(earliest) ? minute.plusMinutes(1) : minute;
        var sameDay = Optional.of(first.toLocalDate())
                .filter(this::hasDay)
                .flatMap(day -> timeFrom(first.toLocalTime()).map(day::atTime));
        return sameDay.orElseGet(
                () -> dayFrom(first.toLocalDate().plusDays(1)).atTime(hours.nextSetBit(0), minutes.nextSetBit(0)));
    }

    private Optional<LocalTime> timeFrom(LocalTime earliest) {
        var minute = minutes.nextSetBit(earliest.getMinute());
        var hour = hours.nextSetBit(minute < 0 ? earliest.getHour() + 1 : earliest.getHour());
        if (hour < 0) {
            return Optional.empty();
        }
        return Optional.of(LocalTime.of(hour, hour > earliest.getHour() ? minutes.nextSetBit(0) : minute));
    }

    private LocalDate dayFrom(LocalDate earliest) {
        var day = earliest;
        while (!hasDay(day)) {
            day = months.get(day.getMonthValue())
                    ? day.plusDays(1)
                    : day.plusMonths(1).withDayOfMonth(1);
        }
        return day;
    }

    private boolean hasDay(LocalDate day) {
        var ofMonth = days.get(day.getDayOfMonth());
        var ofWeek = weekdays.get(day.getDayOfWeek().getValue());
        return months.get(day.getMonthValue()) && (eitherDay ? ofMonth || ofWeek : ofMonth && ofWeek);
    }
}
