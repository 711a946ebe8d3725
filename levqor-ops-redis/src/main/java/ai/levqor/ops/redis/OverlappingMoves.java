package ai.levqor.ops.redis;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Moves by the script, of which the next is asked for while the one before it is carried out: the server waits for nobody. */
final class OverlappingMoves implements Overlapping.Sequence {
    /** A move is asked for before it is known how many the one before it moved: it is asked for some more. */
    private static final double ROOM = 1.25;

    private static final long LEAST_AT_ONCE = 50;

    private final MoveScript script;
    private final MoveOrder order;
    private final MoveCourse course;
    private final Deque<Long> asked = new ArrayDeque<>();
    private long last;

    /**
     * Asks nothing yet.
     *
     * @param last how many jobs the last move moved
     */
    OverlappingMoves(MoveScript script, MoveOrder order, MoveCourse course, long last) {
        this.script = script;
        this.order = order;
        this.course = course;
        this.last = last;
    }

    @Override
    public Optional<Object[]> next() {
        var wanted = course.wanted() - asked.stream().mapToLong(each -> each).sum();
        if (wanted <= 0) {
            return Optional.empty();
        }
        var most = Math.min(wanted, Math.max(LEAST_AT_ONCE, Math.round(last * ROOM)));
        asked.add(most);
        return Optional.of(script.command(order, course.number(), most));
    }

    @Override
    public void answered(@Nullable Object reply) {
        asked.remove();
        last = course.moved(MoveScript.moved(order, reply).progress());
    }
}
