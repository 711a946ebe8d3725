package ai.levqor.ops.engine.retention;

import ai.levqor.ops.engine.retention.RetentionPlan.Night;
import ai.levqor.ops.engine.retention.RetentionPlan.Outcome;
import ai.levqor.ops.engine.retention.RetentionPlan.Progress;
import ai.levqor.ops.policy.retention.GapHistogram;
import ai.levqor.ops.policy.retention.UserSpans;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.activity.DayRange;
import ai.levqor.ops.store.jdbc.LedgerChanges;
import ai.levqor.ops.store.jdbc.LedgerMark;
import ai.levqor.ops.store.jdbc.LedgerNight;
import ai.levqor.ops.store.jdbc.LedgerRow;
import ai.levqor.ops.store.jdbc.UserGroup;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a night does when there is a mark: late rows, then each new day from the oldest on, then the rows of both. */
final class NightlyCount {
    private static final int MONTH = 30;

    private final LedgerNight night;
    private final LedgerMark mark;
    private final Optional<UserSpans> users;
    private final Instant now;

    /**
     * @param users what the ledger knows of its users, to be brought up to date; empty if the database looks them up
     */
    NightlyCount(LedgerNight night, LedgerMark mark, Optional<UserSpans> users, Instant now) {
        this.night = night;
        this.mark = mark;
        this.users = users;
        this.now = now;
    }

    Night bringUpTo(LocalDate through, DayRange log, Consumer<Progress> progress) {
        // Asked first: what comes in meanwhile is above it, and is looked at the next time.
        var watermark = night.newestIngest();
        progress.accept(new Progress("late rows", 0, 1));
        var repair = new LateRepair(night, mark, log, users);
        repair.run();
        night.add(repair.changes());
        var newDays = new DayRange(
                mark.countedThrough().plusDays(1),
                through.isBefore(mark.countedThrough()) ? mark.countedThrough().plusDays(1) : through.plusDays(1));
        count(newDays, progress);
        var next = mark.through(newDays.to().minusDays(1), watermark);
        var revised = publish(next, newDays, repair.changes().days());
        night.mark(next);
        return new Night(Outcome.DONE, newDays.days(), revised, repair.unrepaired());
    }

    private void count(DayRange days, Consumer<Progress> progress) {
        var done = 0;
        for (var day = days.from(); day.isBefore(days.to()); day = day.plusDays(1)) {
            if (Thread.currentThread().isInterrupted()) {
                throw new UnavailableException("counting active users was interrupted");
            }
            night.add(changes(groups(day), Math.toIntExact(day.toEpochDay())));
            progress.accept(new Progress("days", ++done, days.days()));
        }
    }

    private List<UserGroup> groups(LocalDate day) {
        return users.map(known -> {
                    known.beginDay();
                    night.countDay(day, known::seen);
                    var groups = new ArrayList<UserGroup>();
                    known.endDay((first, last, alike) -> groups.add(new UserGroup(first, last, 0, alike)));
                    return (List<UserGroup>) groups;
                })
                .orElseGet(() -> night.countDay(day));
    }

    private static LedgerChanges changes(List<UserGroup> groups, int day) {
        var changes = new LedgerChanges();
        for (var group : groups) {
            LateRepair.later(changes, group, day);
        }
        return changes;
    }

    /** Publishes the new days, and of the counted ones those whose figures have changed; gives how many those are. */
    private int publish(LedgerMark next, DayRange newDays, SortedSet<Integer> changed) {
        var days = days(newDays, changed);
        if (days.isEmpty()) {
            return 0;
        }
        var from = LocalDate.ofEpochDay(days.first());
        var gapsFrom = from.minusDays(MONTH).isBefore(mark.countedFrom()) ? mark.countedFrom() : from.minusDays(MONTH);
        var gaps = GapHistogram.builder(
                Math.toIntExact(gapsFrom.toEpochDay()),
                Math.toIntExact(newDays.to().toEpochDay() - gapsFrom.toEpochDay()));
        night.gaps(new DayRange(gapsFrom, newDays.to()), gaps::add);
        var before = night.rows(new DayRange(from, newDays.from())).stream()
                .collect(Collectors.toMap(LedgerRow::day, Function.identity()));
        var rows = new ArrayList<LedgerRow>();
        var revised = 0;
        for (var row : new DayFigures(next, gaps.build(), now).rows(new DayRange(from, newDays.to()))) {
            if (!row.day().isBefore(newDays.from())) {
                rows.add(row);
            } else if (days.contains(Math.toIntExact(row.day().toEpochDay())) && differs(before.get(row.day()), row)) {
                rows.add(new LedgerRow(
                        row.day(), row.dau(), row.wau(), row.mau(), row.state(), Optional.empty(), Optional.of(now)));
                revised++;
            }
        }
        night.publish(rows);
        return revised;
    }

    private SortedSet<Integer> days(DayRange newDays, SortedSet<Integer> changed) {
        var days = new TreeSet<Integer>();
        var end = Math.toIntExact(newDays.to().toEpochDay());
        for (var day : changed) {
            for (int after = 0; after < MONTH && day + after < end; after++) {
                days.add(day + after);
            }
        }
        for (int day = Math.toIntExact(newDays.from().toEpochDay()); day < end; day++) {
            days.add(day);
        }
        return days;
    }

    private static boolean differs(@Nullable LedgerRow before, LedgerRow row) {
        return before == null
                || (row.dau().isPresent() && !row.dau().equals(before.dau()))
                || (row.wau().isPresent() && !row.wau().equals(before.wau()))
                || (row.mau().isPresent() && !row.mau().equals(before.mau()));
    }
}
