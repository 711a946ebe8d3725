package ai.levqor.ops.servlet.route;

import ai.levqor.ops.engine.retention.CohortReport;
import ai.levqor.ops.engine.retention.CohortReport.Cohort;
import ai.levqor.ops.policy.retention.CohortRow.Returned;
import ai.levqor.ops.servlet.route.Freshest.Known;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Cohorts as JSON. What is unknown, or not over yet, is null.
 *
 * @param cohorts newest first
 * @param zone whose days these are
 * @param lastFinished the last day that is over
 * @param stale whether this could not be read again
 */
record CohortsView(boolean ok, List<CohortView> cohorts, int count, String zone, String lastFinished, boolean stale) {

    static CohortsView of(Known<CohortReport> known, int days) {
        var report = known.report();
        var cohorts = report.cohorts().stream().limit(days).map(CohortView::of).toList();
        return new CohortsView(
                true,
                cohorts,
                cohorts.size(),
                report.zone().getId(),
                report.lastFinished().toString(),
                known.stale());
    }

    /** The users who came on one day. */
    record CohortView(
            String firstDay,
            @Nullable Long size,
            @JsonProperty("d1_classic") @Nullable Long day1Classic,
            @JsonProperty("d7_classic") @Nullable Long day7Classic,
            @JsonProperty("d30_classic") @Nullable Long day30Classic,
            @JsonProperty("d1_rolling") @Nullable Long day1Rolling,
            @JsonProperty("d7_rolling") @Nullable Long day7Rolling,
            @JsonProperty("d30_rolling") @Nullable Long day30Rolling) {

        static CohortView of(Cohort cohort) {
            return new CohortView(
                    cohort.firstDay().toString(),
                    RetentionView.DayView.whole(cohort.size()),
                    classic(cohort.day1()),
                    classic(cohort.day7()),
                    classic(cohort.day30()),
                    rolling(cohort.day1()),
                    rolling(cohort.day7()),
                    rolling(cohort.day30()));
        }

        private static @Nullable Long classic(Optional<Returned> returned) {
            return returned.map(Returned::classicOnTheDay).orElse(null);
        }

        private static @Nullable Long rolling(Optional<Returned> returned) {
            return returned.map(Returned::rollingOnTheDayOrLater).orElse(null);
        }
    }
}
