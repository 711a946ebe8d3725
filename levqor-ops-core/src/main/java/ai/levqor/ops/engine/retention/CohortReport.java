package ai.levqor.ops.engine.retention;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.policy.retention.CohortRow.Returned;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How many of the users who came on a day came back.
 *
 * @param cohorts newest first
 * @param lastFinished the last day that is over
 * @param zone whose days these are
 */
public record CohortReport(List<Cohort> cohorts, LocalDate lastFinished, ZoneId zone) {

    public CohortReport {
        cohorts = List.copyOf(cohorts);
        requireNonNull(lastFinished, "lastFinished");
        requireNonNull(zone, "zone");
    }

    /**
     * The users whose first active day this is.
     *
     * @param firstDay the day
     * @param size how many; empty if the log does not reach back far enough to tell who was new
     * @param day1 those who came back after one day; empty while that day is not counted
     * @param day7 after seven
     * @param day30 after thirty
     */
    public record Cohort(
            LocalDate firstDay,
            OptionalLong size,
            Optional<Returned> day1,
            Optional<Returned> day7,
            Optional<Returned> day30) {}
}
