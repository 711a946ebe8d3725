package ai.levqor.ops.engine.retention;

import ai.levqor.ops.policy.retention.ActivityCounter;
import ai.levqor.ops.policy.retention.ActivityTotals;
import ai.levqor.ops.policy.retention.Cohorts;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.activity.ActivitySource;
import ai.levqor.ops.spi.activity.DayRange;
import ai.levqor.ops.spi.state.StateStore;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts in memory and writes nothing to the log: the first night of a process reads the log once, as far back as
 * {@link RetentionSetup#backfillDays}, and each later one the days since then and {@link RetentionSetup#lateDays} before
 * them. When each user was seen is in the heap alone; counted days are in the state store, so they outlive the process
 * and a purge of the log.
 *
 * <p>If the users of all days do not fit into a quarter of the heap, the log is read once for each share of them that
 * does, each night anew, since none of them can be kept.
 */
final class MemoryPlan implements RetentionPlan {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryPlan.class);
    private static final int MOST_SHARES = 1 << 14;

    private final RetentionSetup setup;
    private final Reach reach;
    private final ActivitySource source;
    private final CountedDays kept;
    private final HeapRoom heap;
    private final Semaphore counting = new Semaphore(1);
    private final Queue<Forgotten> forgotten = new ConcurrentLinkedQueue<>();
    private Optional<Seen> seen = Optional.empty();
    private int shares = 1;
    private volatile Cohorts cohorts = Cohorts.builder().build();

    /** A counter that has seen all days from the first one to {@code through}. */
    private record Seen(ActivityCounter counter, LocalDate from, LocalDate through) {}

    private record Forgotten(long high, long low) {}

    MemoryPlan(RetentionSetup setup, ActivitySource source, StateStore store, Clock clock) {
        this(setup, source, store, clock, HeapRoom.quarter());
    }

    /**
     * @param heap what users may take of it
     */
    MemoryPlan(RetentionSetup setup, ActivitySource source, StateStore store, Clock clock, HeapRoom heap) {
        this.setup = setup;
        this.reach = new Reach(setup);
        this.source = source;
        this.kept = new CountedDays(setup, store, clock);
        this.heap = heap;
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public Night bringUpTo(LocalDate through, Consumer<Progress> progress) {
        counting.acquireUninterruptibly();
        try {
            var log = source.days();
            var first = log.map(days -> reach.first(days, through));
            if (first.isEmpty() || first.get().isAfter(through)) {
                return new Night(Outcome.NO_DATA, 0, 0, 0);
            }
            return keep(count(log.get(), through, progress), through);
        } finally {
            erase();
            counting.release();
        }
    }

    /** What was counted, from which day on, and the first day of which the log holds everything. */
    private record Count(ActivityTotals totals, LocalDate from, RowMaker maker) {}

    private Count count(DayRange log, LocalDate through, Consumer<Progress> progress) {
        var from = seen.map(Seen::from).orElseGet(() -> reach.first(log, through));
        var totals = seen.isPresent() ? night(seen.get(), through, progress) : backfill(from, through, progress);
        return new Count(totals, from, new RowMaker(reach.firstWhole(log, from)));
    }

    private ActivityTotals night(Seen before, LocalDate through, Consumer<Progress> progress) {
        var counter = before.counter();
        counter.extendTo(Math.toIntExact(through.toEpochDay()));
        var from = later(before.from(), before.through().plusDays(1).minusDays(setup.lateDays()));
        if (!from.isAfter(through)) {
            var days = new DayRange(from, through.plusDays(1));
            if (!new Reading(counter, days, heap.users(counter.days()), "counting", progress).of(source)) {
                LOG.info("retention: users do not fit into a quarter of the heap any more; counting in shares");
                seen = Optional.empty();
                shares = 2;
                return backfill(before.from(), through, progress);
            }
        }
        erase(counter);
        seen = Optional.of(new Seen(counter, before.from(), later(before.through(), through)));
        return counter.totals();
    }

    private ActivityTotals backfill(LocalDate from, LocalDate through, Consumer<Progress> progress) {
        var days = new DayRange(from, through.plusDays(1));
        while (shares <= MOST_SHARES) {
            var totals = inShares(days, progress);
            if (totals.isPresent()) {
                return totals.get();
            }
            shares *= 2;
        }
        throw new UnavailableException("there are too many users for this heap; let a database count them");
    }

    private Optional<ActivityTotals> inShares(DayRange days, Consumer<Progress> progress) {
        var firstDay = Math.toIntExact(days.from().toEpochDay());
        Optional<ActivityTotals> all = Optional.empty();
        for (int share = 0; share < shares; share++) {
            var whole = ActivityCounter.anyOrder(firstDay, days.days());
            var counter = shares == 1 ? whole : whole.share(share, shares);
            var phase = shares == 1 ? "back-filling" : "back-filling share " + (share + 1) + " of " + shares;
            if (!new Reading(counter, days, heap.users(days.days()), phase, progress).of(source)) {
                return Optional.empty();
            }
            erase(counter);
            var totals = counter.totals();
            all = Optional.of(all.map(sum -> sum.plus(totals)).orElse(totals));
            if (shares == 1) {
                seen = Optional.of(new Seen(counter, days.from(), days.to().minusDays(1)));
            }
        }
        return all;
    }

    private Night keep(Count count, LocalDate through) {
        var night = kept.keep(count.totals().gaps().activeDays(), count.from(), count.maker(), through);
        cohorts = told(count, through);
        return night;
    }

    /** Cohorts of the days on which it is known who was new. */
    private static Cohorts told(Count count, LocalDate through) {
        var from = count.maker().firstWhole().map(first -> first.plusDays(30)).orElse(count.from());
        var chosen = Cohorts.builder();
        for (var first : count.totals().cohorts().firstDays()) {
            if (first >= from.toEpochDay()) {
                copy(count.totals().cohorts(), first, (int) (through.toEpochDay() - first), chosen);
            }
        }
        return chosen.build();
    }

    private static void copy(Cohorts all, int first, int offsets, Cohorts.Builder to) {
        var later = 0L;
        for (int offset = offsets; offset >= 0; offset--) {
            var rolling = all.rolling(first, offset);
            to.active(first, offset, all.classic(first, offset)).last(first, offset, rolling - later);
            later = rolling;
        }
    }

    @Override
    public List<RetentionRow> rows(DayRange days) {
        return kept.rows(days);
    }

    @Override
    public Cohorts cohorts(DayRange firstDays) {
        return cohorts;
    }

    private static LocalDate later(LocalDate one, LocalDate other) {
        return one.isAfter(other) ? one : other;
    }

    @Override
    public void forget(long high, long low) {
        forgotten.add(new Forgotten(high, low));
        if (counting.tryAcquire()) {
            try {
                erase();
            } finally {
                counting.release();
            }
        }
    }

    /** Erases from the counter that is kept. */
    private void erase() {
        seen.ifPresent(it -> {
            for (var user = forgotten.poll(); user != null; user = forgotten.poll()) {
                it.counter().forget(user.high(), user.low());
            }
        });
        if (seen.isEmpty()) {
            forgotten.clear();
        }
    }

    /** A user who was erased while the log was read may have been read before. */
    private void erase(ActivityCounter counter) {
        forgotten.forEach(user -> counter.forget(user.high(), user.low()));
    }
}
