package ai.levqor.ops.redis;

import java.io.IOException;

/**
 * Moves many jobs of which none needs to be looked up, faster than a script can. A script makes a Lua string of each job and
 * copies it back, which is most of its time; here one connection reads the jobs and another pushes them, in a transaction that the
 * server carries out only if neither the dead letters nor the redrive have changed since before they were read. So no other job
 * is trimmed away, a mover that was replaced moves nothing, and a transaction that arrives late does nothing.
 *
 * <p>Who is redriven is written down here, and counted before anybody looks ({@code uncounted.lua}).
 *
 * <p>Whatever is in the way ends it, and is for the script to tell: somebody else's takeover, an error, a list that does not
 * hold still.
 *
 * <p><b>Threading:</b> for one thread at a time.
 */
final class MoveTransactions {
    /** The bytes of a job, in the mean, up to which it may go over the wire twice. */
    private static final int LARGEST = 1_024;

    private static final int LARGEST_ANSWER = 8 << 20;

    private final Redis redis;
    private final QueueKeys keys;

    MoveTransactions(Redis redis, QueueKeys keys) {
        this.redis = redis;
        this.keys = keys;
    }

    /** Whether it is worth it after a move of the script that moved so many. */
    static boolean worthIt(MoveScript.Moved last, long count, MoveCourse course) {
        return last.bytes() > 0 && last.bytes() <= count * LARGEST && course.wanted() >= MoveTalk.FEWEST;
    }

    /**
     * Moves until no more are wanted or something is in the way.
     *
     * @throws RedisFault if something failed; whether the last move was carried out may be unknown then
     */
    void move(MoveOrder order, MoveCourse course) {
        redis.talk(keys.redrive(), (writer, reader) -> {
            try {
                var talk = new MoveTalk(keys, order, course, wire(writer), wire(reader));
                talk.begin();
                while (talk.goesOn()) {
                    talk.move();
                }
            } catch (IOException e) {
                throw RedisFault.unknown("moves had no answer that makes sense from Redis at " + writer.at(), e);
            }
        });
    }

    private static JobWire wire(RedisLink link) throws IOException {
        return new JobWire(link.socket(), LARGEST_ANSWER);
    }
}
