package ai.levqor.ops.redis;

import ai.levqor.ops.redis.RedisFault.Kind;
import ai.levqor.ops.spi.Settings;
import ai.levqor.ops.spi.UnavailableException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The client as a store uses it: a fault is told as the SPI tells it, and a change whose answer was lost is asked for once more
 * where that is the same as asking whether it was made.
 *
 * <p><b>Threading:</b> safe for many threads. <b>Time:</b> two timeouts, for the second try finds a server that still does not
 * answer when it connects. <b>Interrupts:</b> end a call at once.
 */
final class StoreClient implements AutoCloseable {
    private final Redis redis;

    StoreClient(Redis redis) {
        this.redis = redis;
    }

    /** Opens nothing. */
    static StoreClient of(Settings settings) {
        return new StoreClient(new Redis(RedisSettings.of(settings), System::nanoTime));
    }

    /** The key of a thing, such as {@code {levqor}:flags}. */
    String key(String thing) {
        return redis.settings().names().key(thing);
    }

    /**
     * Sends a command once.
     *
     * @throws UnavailableException if there is no answer
     */
    @Nullable
    Object ask(String key, Object... words) {
        requireNotInterrupted();
        try {
            return redis.ask(key, words);
        } catch (RedisFault e) {
            throw e.unavailable();
        }
    }

    /** As {@link #ask}, by a script. */
    @Nullable
    Object ask(Script script, List<String> keys, Object... arguments) {
        requireNotInterrupted();
        try {
            return redis.run(script, keys, arguments);
        } catch (RedisFault e) {
            throw e.unavailable();
        }
    }

    /**
     * Runs a script that knows its own change again, and once more if it is not known whether it ran.
     *
     * @throws UnavailableException if there is no answer to either; unless the first was refused or not sent, the change may
     *     have been made, or may still be
     */
    Answer change(Script script, List<String> keys, Object... arguments) {
        requireNotInterrupted();
        try {
            return new Answer(redis.run(script, keys, arguments), null);
        } catch (RedisFault e) {
            if (e.kind() != Kind.UNKNOWN || Thread.currentThread().isInterrupted()) {
                throw e.unavailable();
            }
            return changeAgain(e, script, keys, arguments);
        }
    }

    private Answer changeAgain(RedisFault first, Script script, List<String> keys, Object... arguments) {
        try {
            return new Answer(redis.run(script, keys, arguments), first);
        } catch (RedisFault e) {
            var unknown = first.unavailable();
            unknown.addSuppressed(e);
            throw unknown;
        }
    }

    private static void requireNotInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new UnavailableException("Redis was not asked: the thread is interrupted");
        }
    }

    @Override
    public void close() {
        redis.close();
    }

    /**
     * What a change answered.
     *
     * @param reply as in {@link RedisLink#ask}
     * @param lost why there was no answer when it was asked for first; null if there was
     */
    record Answer(@Nullable Object reply, @Nullable RedisFault lost) {

        /** Whether the change was made: 1 says so, and 0 that it was not. */
        boolean made() {
            if (Reply.number(reply) == 1) {
                return true;
            }
            if (lost != null) {
                // It may have been made the first time, and have been replaced since.
                throw lost.unavailable();
            }
            return false;
        }
    }
}
