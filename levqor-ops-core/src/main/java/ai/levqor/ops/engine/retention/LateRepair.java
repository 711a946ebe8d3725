package ai.levqor.ops.engine.retention;

import static ai.levqor.ops.store.jdbc.UserGroup.KNOWN_DAYS;
import static ai.levqor.ops.store.jdbc.UserGroup.NONE;

import ai.levqor.ops.policy.retention.UserSpans;
import ai.levqor.ops.spi.activity.DayRange;
import ai.levqor.ops.store.jdbc.LateRows.Neighbours;
import ai.levqor.ops.store.jdbc.LedgerChanges;
import ai.levqor.ops.store.jdbc.LedgerMark;
import ai.levqor.ops.store.jdbc.LedgerNight;
import ai.levqor.ops.store.jdbc.UserGroup;
import java.time.LocalDate;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Corrects the past for late rows, from their first day to their last. A user active on {@code p} and on {@code n}, and as
 * it turns out on {@code x} between them, had a gap of {@code n - p} on {@code n}, and has one of {@code n - x} there and
 * one of {@code x - p} on {@code x}. The user's own days tell {@code p} and {@code n}; where they do not reach, the log
 * does, unless it was purged since: then the past stays as it is.
 */
final class LateRepair {
    private static final Logger LOG = LoggerFactory.getLogger(LateRepair.class);

    private final LedgerNight night;
    private final LedgerMark mark;
    private final int bitsFrom;
    private final boolean purged;
    private final Optional<UserSpans> users;
    private final LedgerChanges changes = new LedgerChanges();
    private int unrepaired;

    /**
     * @param users what the ledger knows of its users, to be brought up to date; empty if the database looks them up
     */
    LateRepair(LedgerNight night, LedgerMark mark, DayRange log, Optional<UserSpans> users) {
        this.night = night;
        this.mark = mark;
        this.bitsFrom = Math.toIntExact(mark.bitsFrom().toEpochDay());
        this.purged = log.from().isAfter(mark.countedFrom());
        this.users = users;
    }

    /** What has changed. */
    LedgerChanges changes() {
        return changes;
    }

    /** How many days stay as they are, for some of their late users. */
    int unrepaired() {
        return unrepaired;
    }

    void run() {
        if (users.isPresent() && night.late().areNone(mark, users.get()::isEnd)) {
            return;
        }
        var days = night.late().gather(mark);
        for (var day : days) {
            repair(day);
            night.late().apply(day);
        }
        if (!days.isEmpty()) {
            users.ifPresent(known -> night.late().gathered(known::seen));
        }
        night.late().done();
        if (unrepaired > 0) {
            LOG.warn(
                    "{} days have late rows of users whose earlier rows are purged; those days stay as they are",
                    unrepaired);
        }
    }

    private void repair(LocalDate day) {
        var x = Math.toIntExact(day.toEpochDay());
        var deep = false;
        for (var group : night.late().groups(day)) {
            if (group.last() == NONE || group.last() < x) {
                later(changes, group, x);
            } else if (isDeep(group, x)) {
                deep = true;
            } else {
                between(group, x);
            }
        }
        if (deep && purged) {
            night.late().dropDeep(day, mark);
            unrepaired++;
        } else if (deep) {
            night.late().neighbours(day, mark).forEach(users -> between(users, x));
            night.late().daysOfEarlier(day, mark, (first, active, users, last) -> move(first, active, x, users, last));
        }
    }

    /** A day after all that a user had; the users may be new. */
    static void later(LedgerChanges changes, UserGroup group, int x) {
        if (group.last() == NONE) {
            changes.gap(x, 0, group.users());
            changes.active(x, x, group.users());
            changes.last(x, x, group.users());
            return;
        }
        changes.gap(x, x - group.last(), group.users());
        changes.active(group.first(), x, group.users());
        changes.last(group.first(), group.last(), -group.users());
        changes.last(group.first(), x, group.users());
    }

    /** Whether the bits do not tell what is needed: the days beside, and all days if the first one moves. */
    private boolean isDeep(UserGroup group, int x) {
        if (x < group.first()) {
            return group.last() - group.first() >= KNOWN_DAYS || group.first() < bitsFrom;
        }
        return group.last() - x >= KNOWN_DAYS || x < bitsFrom || (group.bits() >> (group.last() - x)) == 0;
    }

    private void between(UserGroup group, int x) {
        if (x < group.first()) {
            between(new Neighbours(group.first(), group.last(), NONE, group.first(), group.users()), x);
            for (var bits = group.bits(); bits != 0; bits &= bits - 1) {
                var day = group.last() - Long.numberOfTrailingZeros(bits);
                move(group.first(), day, x, group.users(), day == group.last() ? group.users() : 0);
            }
            return;
        }
        var at = group.last() - x;
        var before = x - Long.numberOfTrailingZeros(group.bits() >> at);
        var above = group.bits() & ((1L << at) - 1);
        var after = group.last() - (Long.SIZE - 1 - Long.numberOfLeadingZeros(above));
        between(new Neighbours(group.first(), group.last(), before, after, group.users()), x);
    }

    private void between(Neighbours users, int x) {
        var p = users.before();
        var n = users.after();
        changes.gap(n, p == NONE ? 0 : n - p, -users.users());
        changes.gap(n, n - x, users.users());
        changes.gap(x, p == NONE ? 0 : x - p, users.users());
        changes.active(p == NONE ? x : users.first(), x, users.users());
    }

    /** A day of users whose first day is not {@code first} any more, but {@code x}. */
    private void move(int first, int day, int x, long users, long last) {
        changes.active(first, day, -users);
        changes.active(x, day, users);
        changes.last(first, day, -last);
        changes.last(x, day, last);
    }
}
