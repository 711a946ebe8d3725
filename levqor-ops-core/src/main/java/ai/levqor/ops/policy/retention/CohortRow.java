package ai.levqor.ops.policy.retention;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.util.Optional;

/**
 * A cohort and how much of it came back after a day, a week and 30 days, by calendar day. What cannot be known yet, because
 * that day is not counted, is empty.
 *
 * @param firstDay the day of their first activity
 * @param size how many users that are
 * @param day1 who came back on the next day
 * @param day7 who came back on the 7th day after the first
 * @param day30 who came back on the 30th day after the first
 */
public record CohortRow(
        LocalDate firstDay, long size, Optional<Returned> day1, Optional<Returned> day7, Optional<Returned> day30) {

    public CohortRow {
        requireNonNull(firstDay, "firstDay");
        requireNonNull(day1, "day1");
        requireNonNull(day7, "day7");
        requireNonNull(day30, "day30");
    }

    /**
     * Users of a cohort who came back, counted in the two usual ways.
     *
     * @param classicOnTheDay active on exactly that day
     * @param rollingOnTheDayOrLater active on that day or on any later one up to now
     */
    public record Returned(long classicOnTheDay, long rollingOnTheDayOrLater) {}
}
