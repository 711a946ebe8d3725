package ai.levqor.ops.policy.retention;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * A user turns out to have been active on a day after later days were counted already, or, undone, turns out not to. What
 * that changes follows from the user's nearest active days, whatever the size of the history.
 *
 * @param before the user's last active day before it, if any
 * @param day the day, on which the user was not known to be active
 * @param after the user's next active day after it, if any
 */
public record LateEvent(OptionalInt before, int day, OptionalInt after) {

    public LateEvent {
        requireNonNull(before, "before");
        requireNonNull(after, "after");
        if (before.isPresent() && before.getAsInt() >= day) {
            throw new IllegalArgumentException("before must be < day " + day + ", was " + before.getAsInt());
        }
        if (after.isPresent() && after.getAsInt() <= day) {
            throw new IllegalArgumentException("after must be > day " + day + ", was " + after.getAsInt());
        }
    }

    /** What to add to the histogram: one to three changes. */
    public List<GapChange> changes() {
        return changes(1);
    }

    /** What to add to the histogram to take the event back: the opposite of {@link #changes}. */
    public List<GapChange> undone() {
        return changes(-1);
    }

    /**
     * The first day on which the N-day active users rise by one: {@code max(day, before + N)}.
     *
     * @param window N, 1 or more
     */
    public long raisedFrom(int window) {
        requireWindow(window);
        return before.isPresent() ? Math.max(day, (long) before.getAsInt() + window) : day;
    }

    /**
     * The day after the last one on which the N-day active users rise by one: {@code min(day + N, after)}. If it is not after
     * {@link #raisedFrom}, there is no such day.
     *
     * @param window N, 1 or more
     */
    public long raisedTo(int window) {
        requireWindow(window);
        var end = (long) day + window;
        return after.isPresent() ? Math.min(end, after.getAsInt()) : end;
    }

    private List<GapChange> changes(long users) {
        var changes = new ArrayList<GapChange>(3);
        changes.add(new GapChange(day, GapHistogram.gap(before, day), users));
        if (after.isPresent()) {
            var next = after.getAsInt();
            changes.add(new GapChange(next, GapHistogram.gap(before, next), -users));
            changes.add(new GapChange(next, GapHistogram.gap(OptionalInt.of(day), next), users));
        }
        return List.copyOf(changes);
    }

    private static void requireWindow(int window) {
        if (window < 1) {
            throw new IllegalArgumentException("window must be >= 1, was " + window);
        }
    }
}
