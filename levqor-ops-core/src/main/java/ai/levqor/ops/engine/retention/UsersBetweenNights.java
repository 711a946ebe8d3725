package ai.levqor.ops.engine.retention;

import ai.levqor.ops.policy.retention.UserSpans;
import ai.levqor.ops.store.jdbc.LedgerMark;
import ai.levqor.ops.store.jdbc.LedgerNight;
import ai.levqor.ops.store.jdbc.LedgerVersion;
import ai.levqor.ops.store.jdbc.RecordedActivity;
import java.time.LocalDate;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the ledger knows of its users, in the heap too, so that a night need not look them up in the database. It is a copy:
 * a night begins with it only if no other night and no other instance's erasure was since, and else with one that is read
 * anew. It outlives a night only if that is committed, and no user was erased meanwhile.
 *
 * <p><b>Threading:</b> one night at a time; users are forgotten by any thread.
 */
final class UsersBetweenNights {
    private static final Logger LOG = LoggerFactory.getLogger(UsersBetweenNights.class);

    private final boolean allowed;
    private final long most;
    private volatile boolean tooMany;
    private boolean forgotten;
    private Optional<Kept> kept = Optional.empty();
    private Optional<Kept> tonight = Optional.empty();

    private record Kept(UserSpans users, LedgerVersion version) {}

    /**
     * Nobody yet.
     *
     * @param allowed whether ids may enter this process
     * @param heap what they may take of it
     */
    UsersBetweenNights(boolean allowed, HeapRoom heap) {
        this.allowed = allowed;
        this.most = heap.users(0);
    }

    /** A night begins, before its transaction does. */
    synchronized void begin() {
        forgotten = false;
        tonight = Optional.empty();
    }

    /**
     * Those whom the ledger knows, who are the caller's from here on; empty if the database has to look them up itself. For
     * a night without a day to count, they are not read anew.
     */
    Optional<UserSpans> of(LedgerNight night, LedgerMark mark, LocalDate through) {
        if (!allowed || tooMany || !night.handsUsersOn()) {
            return Optional.empty();
        }
        var version = night.version();
        var known = taken().filter(it -> it.version().equals(version)).map(Kept::users);
        return known.isPresent() || !through.isAfter(mark.countedThrough()) ? known : read(night, mark);
    }

    private synchronized Optional<Kept> taken() {
        var taken = kept;
        kept = Optional.empty();
        return taken;
    }

    /** Once there are more than there is room for, the rest is passed over, since throwing would undo the night. */
    private Optional<UserSpans> read(LedgerNight night, LedgerMark mark) {
        var users = new UserSpans(Math.toIntExact(mark.countedThrough().toEpochDay()));
        var full = new boolean[1];
        var until = new int[1];
        night.users((high, low, day) -> {
            if (!full[0]) {
                users.seen(high, low, day);
                full[0] = (++until[0] & 0xFFF) == 0 && users.users() > most;
            }
        });
        return fits(users) ? Optional.of(users) : Optional.empty();
    }

    private boolean fits(UserSpans users) {
        tooMany = users.users() > most || !users.isComplete();
        if (tooMany) {
            LOG.info(
                    "retention: the users do not fit into a quarter of the heap; the database looks them up each night");
        }
        return !tooMany;
    }

    /** A night is done with them, and about to be committed. */
    synchronized void done(UserSpans users, LedgerVersion version) {
        tonight = fits(users) ? Optional.of(new Kept(users, version)) : Optional.empty();
    }

    /** The night is committed. */
    synchronized void committed() {
        kept = forgotten ? Optional.empty() : tonight;
        tonight = Optional.empty();
    }

    /** Another instance does the nights, or all begins anew. */
    synchronized void drop() {
        kept = Optional.empty();
    }

    /**
     * A user was erased from the ledger.
     *
     * @param erasures how many were so far
     */
    synchronized void forget(long high, long low, long erasures) {
        forgotten = true;
        kept = kept.filter(it -> it.version().erasures() == erasures - 1).map(it -> {
            it.users().forget(high, low);
            // Recorded activity has its ids written as texts, and a text is known by its hash.
            var text = Activity.hash(RecordedActivity.text(high, low));
            it.users().forget(text.getLong(0), text.getLong(Long.BYTES));
            return new Kept(it.users(), new LedgerVersion(it.version().night(), erasures));
        });
    }
}
