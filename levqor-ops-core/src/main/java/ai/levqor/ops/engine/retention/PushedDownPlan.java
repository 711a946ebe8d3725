package ai.levqor.ops.engine.retention;

import ai.levqor.ops.policy.retention.Cohorts;
import ai.levqor.ops.policy.retention.GapHistogram;
import ai.levqor.ops.spi.activity.ActivitySource;
import ai.levqor.ops.spi.activity.DayRange;
import ai.levqor.ops.spi.activity.GapSource;
import ai.levqor.ops.spi.state.StateStore;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;

/**
 * Lets the database count, so that no id leaves it, and writes nothing to it. Since nothing is remembered of any user, each
 * night counts all days again, as far back as {@link RetentionSetup#backfillDays}; there are no cohorts.
 */
final class PushedDownPlan implements RetentionPlan {
    private final Reach reach;
    private final ActivitySource log;
    private final GapSource source;
    private final CountedDays kept;

    /**
     * @param log is asked for its days, and never read
     */
    PushedDownPlan(RetentionSetup setup, ActivitySource log, GapSource source, StateStore store, Clock clock) {
        this.reach = new Reach(setup);
        this.log = log;
        this.source = source;
        this.kept = new CountedDays(setup, store, clock);
    }

    @Override
    public String name() {
        return "pushed down";
    }

    @Override
    public Night bringUpTo(LocalDate through, Consumer<Progress> progress) {
        var found = log.days();
        var first = found.map(days -> reach.first(days, through));
        if (first.isEmpty() || first.get().isAfter(through)) {
            return new Night(Outcome.NO_DATA, 0, 0, 0);
        }
        var from = first.get();
        var days = new DayRange(from, through.plusDays(1));
        progress.accept(new Progress("counting in the database", 0, days.days()));
        var gaps = GapHistogram.builder(Math.toIntExact(from.toEpochDay()), days.days());
        source.gaps(days, gaps::add);
        progress.accept(new Progress("counting in the database", days.days(), days.days()));
        return kept.keep(gaps.build().activeDays(), from, new RowMaker(reach.firstWhole(found.get(), from)), through);
    }

    @Override
    public List<RetentionRow> rows(DayRange days) {
        return kept.rows(days);
    }

    @Override
    public Cohorts cohorts(DayRange firstDays) {
        return Cohorts.builder().build();
    }

    /** Remembers nobody. */
    @Override
    public void forget(long high, long low) {}
}
