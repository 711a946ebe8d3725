package ai.levqor.ops.policy.retention;

import static java.util.Objects.requireNonNull;

/**
 * What a counter has counted.
 *
 * @param gaps active users of every window, and growth accounting
 * @param cohorts users by their first day, and how they came back
 * @param users distinct users of all days
 */
public record ActivityTotals(GapHistogram gaps, Cohorts cohorts, long users) {

    public ActivityTotals {
        requireNonNull(gaps, "gaps");
        requireNonNull(cohorts, "cohorts");
        if (users < 0) {
            throw new IllegalArgumentException("users must be >= 0, was " + users);
        }
    }

    /** Together with the totals of other users: exact if no user is in both. */
    public ActivityTotals plus(ActivityTotals other) {
        return new ActivityTotals(
                gaps.plus(other.gaps),
                Cohorts.builder().add(cohorts).add(other.cohorts).build(),
                users + other.users);
    }
}
