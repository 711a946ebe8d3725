package ai.levqor.ops.redis;

import ai.levqor.ops.spi.queue.RedriveProgress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The script that moves and counts in one step: its command, and what it answers. */
final class MoveScript {
    private static final Script MOVE = Script.joined("uncounted", "redrive-move");

    /** How long a script may hold the server, of which two may come after each other. */
    private static final int MICROS = 500;

    private final QueueKeys keys;

    MoveScript(QueueKeys keys) {
        this.keys = keys;
    }

    /**
     * What a move answered.
     *
     * @param bytes of the jobs that were moved; 0 if jobs have to be looked up before they are moved
     */
    record Moved(RedriveProgress progress, long bytes) {}

    /** The command of a move, at a server that knows the script. */
    Object[] command(MoveOrder order, long number, long most) {
        return MOVE.command(lists(), arguments(order, number, most));
    }

    /** Moves, as {@link Redis#run}. */
    @Nullable
    Object run(Redis redis, MoveOrder order, long number, long most) {
        return redis.run(MOVE, lists(), arguments(order, number, most));
    }

    private List<String> lists() {
        return List.of(keys.redrive(), keys.dead(), keys.retry(), keys.quarantine(), keys.redriven(), keys.uncounted());
    }

    private Object[] arguments(MoveOrder order, long number, long most) {
        return new Object[] {
            order.mover(), number, most, order.mostRedrives(), keys.takes(), MICROS, QueueConsumer.KEPT, keys.counted()
        };
    }

    /**
     * Reads an answer.
     *
     * @throws IllegalStateException if the redrive is another's
     */
    static Moved moved(MoveOrder order, @Nullable Object answer) {
        var reply = Reply.list(answer);
        if (Reply.text(reply.get(0)).equals("FENCED")) {
            throw order.takenOver();
        }
        return new Moved(RedriveState.progress(reply, 1), reply.size() > 5 ? Reply.number(reply.get(5)) : 0);
    }
}
