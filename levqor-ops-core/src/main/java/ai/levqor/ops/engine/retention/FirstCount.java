package ai.levqor.ops.engine.retention;

import ai.levqor.ops.engine.retention.RetentionPlan.Night;
import ai.levqor.ops.engine.retention.RetentionPlan.Outcome;
import ai.levqor.ops.engine.retention.RetentionPlan.Progress;
import ai.levqor.ops.policy.retention.ActivityCounter;
import ai.levqor.ops.policy.retention.ActivityTotals;
import ai.levqor.ops.policy.retention.Cohorts;
import ai.levqor.ops.policy.retention.GapHistogram;
import ai.levqor.ops.spi.activity.ActivitySink;
import ai.levqor.ops.spi.activity.DayRange;
import ai.levqor.ops.store.jdbc.LedgerChanges;
import ai.levqor.ops.store.jdbc.LedgerMark;
import ai.levqor.ops.store.jdbc.LedgerNight;
import ai.levqor.ops.store.jdbc.LedgerSettings;
import ai.levqor.ops.store.jdbc.UserGroup;
import java.time.Clock;
import java.time.LocalDate;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts a history in bulk: first the newest days, to have something to show, then all. If ids may enter the process they
 * do, since that is faster, unless their users take more than a quarter of the heap: then the database counts.
 */
final class FirstCount {
    private static final Logger LOG = LoggerFactory.getLogger(FirstCount.class);
    private static final int MONTH = 30;
    private static final int NEWEST = 2 * MONTH;

    private final LedgerSettings settings;
    private final Clock clock;
    private final HeapRoom heap;

    FirstCount(LedgerSettings settings, Clock clock, HeapRoom heap) {
        this.settings = settings;
        this.clock = clock;
        this.heap = heap;
    }

    /** Publishes the newest days whose windows are full, if the history is longer; leaves no mark. */
    boolean newestDays(LedgerNight night, LocalDate through, Consumer<Progress> progress) {
        var days = night.logDays().map(log -> history(log, through)).filter(all -> all.days() > NEWEST);
        if (days.isEmpty() || night.mark().isPresent()) {
            return false;
        }
        progress.accept(new Progress("newest days", 0, NEWEST));
        var newest = new DayRange(through.minusDays(NEWEST - 1L), through.plusDays(1));
        var mark = new LedgerMark(through, newest.from(), newest.from(), newest.from(), false, OptionalLong.empty());
        var rows = new DayFigures(mark, count(night, newest).gaps(), clock.instant());
        night.publish(rows.rows(new DayRange(mark.fullFrom(MONTH), newest.to())));
        progress.accept(new Progress("newest days", NEWEST, NEWEST));
        return true;
    }

    /** Counts the whole history, and leaves a mark. */
    Night history(LedgerNight night, DayRange log, LocalDate through, Consumer<Progress> progress) {
        var days = history(log, through);
        if (days.days() == 0) {
            return new Night(Outcome.NO_DATA, 0, 0, 0);
        }
        progress.accept(new Progress("history", 0, days.days()));
        var fromStart = days.from().equals(log.from());
        // A history that begins anew, after a purge, has something before it.
        var complete = fromStart && settings.completeFromStart() && night.mark().isEmpty();
        var mark = new LedgerMark(
                through,
                days.from(),
                fromStart && !complete ? days.from().plusDays(1) : days.from(),
                through.minusDays(UserGroup.KNOWN_DAYS - 1L),
                complete,
                night.newestIngest());
        var totals = count(night, days);
        night.clear();
        night.fill(changes(totals, days));
        night.fillLastSeen(days);
        night.publish(new DayFigures(mark, totals.gaps(), clock.instant()).rows(days));
        night.mark(mark);
        progress.accept(new Progress("history", days.days(), days.days()));
        return new Night(Outcome.DONE, days.days(), 0, 0);
    }

    private DayRange history(DayRange log, LocalDate through) {
        var earliest = through.minusDays(settings.mostDaysBack() - 1L);
        var from = log.from().isBefore(earliest) ? earliest : log.from();
        return from.isAfter(through) ? new DayRange(from, from) : new DayRange(from, through.plusDays(1));
    }

    private ActivityTotals count(LedgerNight night, DayRange days) {
        var first = Math.toIntExact(days.from().toEpochDay());
        if (settings.idsInProcess()) {
            var counter = ActivityCounter.anyOrder(first, days.days());
            if (fits(counter, night, days)) {
                return counter.totals();
            }
            LOG.info("retention: the users do not fit into a quarter of the heap; the database counts them");
        }
        var gaps = GapHistogram.builder(first, days.days());
        night.countGaps(days, gaps::add);
        var cohorts = Cohorts.builder();
        night.countCohorts(
                days,
                (firstDay, day, active, last) ->
                        cohorts.active(firstDay, day - firstDay, active).last(firstDay, day - firstDay, last));
        return new ActivityTotals(gaps.build(), cohorts.build(), 0);
    }

    /** Reads the days, and passes over the rest once there are more users than there is room for. */
    private boolean fits(ActivityCounter counter, LedgerNight night, DayRange days) {
        var most = heap.users(days.days());
        var counting = new CountUpTo(counter, most);
        night.read(days, counting);
        counting.batch.count();
        return counter.users() <= most;
    }

    private static LedgerChanges changes(ActivityTotals totals, DayRange days) {
        var changes = new LedgerChanges();
        var first = totals.gaps().firstDay();
        for (int day = first; day < first + days.days(); day++) {
            for (int gap = 0; gap <= GapHistogram.MOST; gap++) {
                changes.gap(day, gap, totals.gaps().users(day, gap));
            }
        }
        for (var cohort : totals.cohorts().firstDays()) {
            long later = 0;
            for (int day = first + days.days() - 1; day >= cohort; day--) {
                var rolling = totals.cohorts().rolling(cohort, day - cohort);
                changes.active(cohort, day, totals.cohorts().classic(cohort, day - cohort));
                changes.last(cohort, day, rolling - later);
                later = rolling;
            }
        }
        return changes;
    }

    /** Counts until there are too many users; what comes then is passed over, since throwing would undo the night. */
    private record CountUpTo(ActivityCounter counter, long most, ActivityBatch batch) implements ActivitySink {

        CountUpTo(ActivityCounter counter, long most) {
            this(counter, most, new ActivityBatch(counter));
        }

        @Override
        public void seen(long high, long low, int epochDay) {
            if (counter.users() <= most) {
                batch.seen(high, low, epochDay);
            }
        }

        @Override
        public void seen(long[] ids, int[] epochDays, int count) {
            if (counter.users() <= most) {
                batch.seen(ids, epochDays, count);
            }
        }

        @Override
        public void seen(long[] highs, long[] lows, int[] epochDays, int count) {
            if (counter.users() <= most) {
                batch.seen(highs, lows, epochDays, count);
            }
        }
    }
}
