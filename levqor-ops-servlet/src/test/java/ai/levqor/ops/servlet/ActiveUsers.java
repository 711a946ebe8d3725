package ai.levqor.ops.servlet;

import ai.levqor.ops.engine.job.JobProgress;
import ai.levqor.ops.engine.job.JobReport;
import ai.levqor.ops.engine.job.JobRun;
import ai.levqor.ops.engine.job.JobRun.Count;
import ai.levqor.ops.engine.job.JobRun.Outcome;
import ai.levqor.ops.engine.retention.CohortReport;
import ai.levqor.ops.engine.retention.CohortReport.Cohort;
import ai.levqor.ops.engine.retention.RetentionReport;
import ai.levqor.ops.engine.retention.RetentionReport.Hint;
import ai.levqor.ops.engine.retention.RetentionRow;
import ai.levqor.ops.engine.retention.RetentionRow.Growth;
import ai.levqor.ops.engine.retention.RetentionRow.State;
import ai.levqor.ops.policy.retention.CohortRow.Returned;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reports on active users as the engine makes them. */
public final class ActiveUsers {
    static final LocalDate LAST = LocalDate.parse("2026-03-04");
    static final Instant COUNTED = Instant.parse("2026-03-05T00:05:02Z");

    private ActiveUsers() {}

    /** Three days: one that is known, one that was not counted, and the first of the log. */
    public static RetentionReport rows(int days) {
        return new RetentionReport(
                List.of(whole(LAST, 40), RetentionRow.missing(LAST.minusDays(1)), partial(LAST.minusDays(2))),
                LAST,
                ZoneOffset.UTC,
                Optional.empty());
    }

    static RetentionReport nothing(Hint hint) {
        return new RetentionReport(List.of(), LAST, ZoneOffset.UTC, Optional.of(hint));
    }

    static RetentionRow whole(LocalDate day, long dau) {
        return new RetentionRow(
                day,
                OptionalLong.of(dau),
                OptionalLong.of(80),
                OptionalLong.of(160),
                Optional.of(new Growth(10, 25, 5, 6)),
                State.FINAL,
                Optional.of(COUNTED),
                Optional.of(COUNTED.plusSeconds(86_400)));
    }

    private static RetentionRow partial(LocalDate day) {
        return new RetentionRow(
                day,
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                State.PARTIAL,
                Optional.of(COUNTED),
                Optional.empty());
    }

    public static CohortReport cohorts(int days) {
        return new CohortReport(
                List.of(
                        new Cohort(
                                LAST.minusDays(3),
                                OptionalLong.of(12),
                                Optional.of(new Returned(5, 7)),
                                Optional.empty(),
                                Optional.empty()),
                        new Cohort(
                                LAST.minusDays(4),
                                OptionalLong.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty())),
                LAST,
                ZoneOffset.UTC);
    }

    public static JobRun run(Outcome outcome) {
        return new JobRun(
                COUNTED,
                outcome.ended() ? Optional.of(COUNTED.plusSeconds(2)) : Optional.empty(),
                outcome,
                "as told",
                List.of(new Count("counted", 1), new Count("revised", 0)),
                new JobProgress("counting", 2, 3));
    }

    public static JobReport job() {
        return new JobReport(
                "retention", Optional.of(COUNTED.plusSeconds(2)), List.of(run(Outcome.RUNNING), run(Outcome.DONE)));
    }
}
