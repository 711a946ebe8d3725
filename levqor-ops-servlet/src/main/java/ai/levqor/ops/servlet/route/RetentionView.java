package ai.levqor.ops.servlet.route;

import ai.levqor.ops.engine.retention.RetentionReport;
import ai.levqor.ops.engine.retention.RetentionReport.Hint;
import ai.levqor.ops.engine.retention.RetentionRow;
import ai.levqor.ops.engine.retention.RetentionRow.Growth;
import ai.levqor.ops.servlet.route.Freshest.Known;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Active users as JSON. What is unknown is null.
 *
 * @param metrics newest first
 * @param zone whose days these are
 * @param asOf the newest day that was counted
 * @param lastFinished the last day that is over
 * @param stale whether {@code asOf} should be {@code lastFinished} and is not, or this could not be read again
 * @param hint what to do if nothing is known at all
 */
record RetentionView(
        boolean ok,
        List<DayView> metrics,
        int count,
        String zone,
        @Nullable String asOf,
        String lastFinished,
        boolean stale,
        @Nullable String hint) {

    static RetentionView of(Known<RetentionReport> known, int days) {
        var report = known.report();
        var metrics = report.rows().stream().limit(days).map(DayView::of).toList();
        return new RetentionView(
                true,
                metrics,
                metrics.size(),
                report.zone().getId(),
                report.asOf().map(Object::toString).orElse(null),
                report.lastFinished().toString(),
                known.stale() || report.stale(),
                report.hint().map(Hint::sentence).orElse(null));
    }

    /** One day. */
    record DayView(
            String day,
            @Nullable Long dau,
            @Nullable Long wau,
            @Nullable Long mau,
            String state,
            @Nullable String computedAt,
            @Nullable String revisedAt,
            @Nullable Double stickiness,
            @JsonProperty("new") @Nullable Long newcomers,
            @Nullable Long retained,
            @Nullable Long resurrected,
            @Nullable Long churned,
            @Nullable Double quickRatio) {

        static DayView of(RetentionRow row) {
            var growth = row.growth();
            return new DayView(
                    row.day().toString(),
                    whole(row.dau()),
                    whole(row.wau()),
                    whole(row.mau()),
                    row.state().name(),
                    row.computedAt().map(DayView::time).orElse(null),
                    row.revisedAt().map(DayView::time).orElse(null),
                    decimal(row.stickiness()),
                    growth.map(Growth::newcomers).orElse(null),
                    growth.map(Growth::retained).orElse(null),
                    growth.map(Growth::resurrected).orElse(null),
                    growth.map(Growth::churned).orElse(null),
                    growth.map(Growth::quickRatio).map(DayView::decimal).orElse(null));
        }

        private static String time(Instant time) {
            return time.truncatedTo(ChronoUnit.SECONDS).toString();
        }

        static @Nullable Long whole(OptionalLong value) {
            return value.isPresent() ? (Long) value.getAsLong() : null;
        }

        private static @Nullable Double decimal(OptionalDouble value) {
            return value.isPresent() ? (Double) value.getAsDouble() : null;
        }
    }
}
