package ai.levqor.ops.redis;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Commands over one connection, each sent before the one before it is answered: a server that is done with one has the next at
 * hand, and does not wait for us.
 */
final class Overlapping {
    private static final int AT_ONCE = 2;

    private Overlapping() {}

    /** Commands that follow each other, and what becomes of them. */
    interface Sequence {
        /** The next command. After an empty one it is asked for again when an answer has come, until there is none to wait for. */
        Optional<Object[]> next();

        /** An answer, in the order of the commands. Nothing more is sent or heard if it throws. */
        void answered(@Nullable Object reply);
    }

    /**
     * Sends them all, once.
     *
     * @throws RedisFault as {@link RedisLink#ask}. After that, and after any other exception, the connection must be closed:
     *     answers may still be to come
     */
    static void exchange(RedisLink link, Sequence commands) {
        var sent = new ArrayDeque<byte[][]>();
        send(link, sent, commands);
        while (!sent.isEmpty()) {
            var reply = link.receive(sent.getFirst());
            sent.remove();
            commands.answered(reply);
            send(link, sent, commands);
        }
    }

    private static void send(RedisLink link, Deque<byte[][]> sent, Sequence commands) {
        while (sent.size() < AT_ONCE) {
            var next = commands.next();
            if (next.isEmpty()) {
                return;
            }
            var words = Words.of(next.get());
            link.send(words);
            sent.add(words);
        }
    }
}
