package ai.levqor.ops.engine.retention;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.policy.retention.Cohorts;
import ai.levqor.ops.spi.activity.DayRange;
import ai.levqor.ops.store.jdbc.LedgerMark;
import ai.levqor.ops.store.jdbc.LedgerNight;
import ai.levqor.ops.store.jdbc.RetentionLedger;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Counts where the log is, and keeps what was counted in the host's own database. A night costs what its day costs: the
 * day's users meet their last days, and the numbers of users who are alike come out. A night is one transaction.
 *
 * <p>The first time, and after several missed nights, the newest days are published before all others are counted.
 */
final class DurablePlan implements RetentionPlan {
    private final RetentionLedger ledger;
    private final FirstCount first;
    private final UsersBetweenNights users;
    private final Clock clock;

    DurablePlan(RetentionLedger ledger, Clock clock) {
        this(ledger, clock, HeapRoom.quarter());
    }

    /** With a part of the heap for the first count, and after it for the users between nights. */
    DurablePlan(RetentionLedger ledger, Clock clock, HeapRoom heap) {
        this.ledger = requireNonNull(ledger, "ledger");
        this.clock = requireNonNull(clock, "clock");
        this.first = new FirstCount(ledger.settings(), clock, heap);
        this.users = new UsersBetweenNights(ledger.settings().idsInProcess(), heap);
    }

    @Override
    public String name() {
        return "durable";
    }

    @Override
    public Night bringUpTo(LocalDate through, Consumer<Progress> progress) {
        users.begin();
        var night = ledger.night(it ->
                        newestFirst(it, through, progress) ? Optional.<Night>empty() : done(it, through, progress))
                .flatMap(done -> done.or(() -> ledger.night(it -> go(it, through, progress))));
        night.ifPresentOrElse(committed -> users.committed(), users::drop);
        return night.orElse(new Night(Outcome.ELSEWHERE, 0, 0, 0));
    }

    private Optional<Night> done(LedgerNight night, LocalDate through, Consumer<Progress> progress) {
        return Optional.of(go(night, through, progress));
    }

    /** Publishes the newest days if what comes before them takes long; gives whether it has. */
    private boolean newestFirst(LedgerNight night, LocalDate through, Consumer<Progress> progress) {
        return night.mark()
                .map(mark -> MissedNights.newestDays(night, mark, through, clock.instant(), progress))
                .orElseGet(() -> first.newestDays(night, through, progress));
    }

    @Override
    public List<RetentionRow> rows(DayRange days) {
        return ledger.read(reader -> {
            var growth = reader.mark()
                    .map(known -> Growths.of(reader::gaps, known, days))
                    .orElse(Growths.NONE);
            return new PublishedRows(reader.rows(days), growth).of(days);
        });
    }

    @Override
    public Cohorts cohorts(DayRange firstDays) {
        return ledger.read(reader -> {
            var cohorts = Cohorts.builder();
            reader.cohorts(
                    firstDays,
                    (firstDay, day, active, last) ->
                            cohorts.active(firstDay, day - firstDay, active).last(firstDay, day - firstDay, last));
            return cohorts.build();
        });
    }

    @Override
    public void forget(long high, long low) {
        var erasures = ledger.forget(high, low);
        users.forget(high, low, erasures);
    }

    private Night go(LedgerNight night, LocalDate through, Consumer<Progress> progress) {
        var days = night.logDays();
        if (days.isEmpty()) {
            return new Night(Outcome.NO_DATA, 0, 0, 0);
        }
        var mark = night.mark();
        if (mark.isEmpty() || wasPurged(mark.get(), days.get(), through)) {
            users.drop();
            return first.history(night, days.get(), through, progress);
        }
        var known = users.of(night, mark.get(), through);
        var done = new NightlyCount(night, mark.get(), known, clock.instant()).bringUpTo(through, days.get(), progress);
        known.ifPresent(it -> users.done(it, night.version()));
        return done;
    }

    /** Whether days that were not counted yet have gone from the log, so that what came before them leads no further. */
    private static boolean wasPurged(LedgerMark mark, DayRange days, LocalDate through) {
        return days.from().isAfter(mark.countedThrough()) && !days.from().isAfter(through);
    }
}
