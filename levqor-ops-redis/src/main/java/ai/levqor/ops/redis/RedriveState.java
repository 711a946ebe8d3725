package ai.levqor.ops.redis;

import ai.levqor.ops.spi.queue.RedriveProgress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the server says of the last redrive of a queue.
 *
 * @param token a number that grows with each beginning; 0 if there was none
 * @param mover who may move; empty if there was no beginning
 * @param operation the number of the last move that was carried out
 */
record RedriveState(String token, String mover, long operation, RedriveProgress progress) {

    /**
     * Asks for it.
     *
     * @throws RedisFault if there is no answer
     */
    static RedriveState read(Redis redis, String key) {
        var words = Reply.list(
                redis.ask(key, "HMGET", key, "token", "mover", "op", "found", "moved", "quarantined", "left"));
        return new RedriveState(
                Reply.maybeText(words.get(0)).orElse("0"),
                Reply.maybeText(words.get(1)).orElse(""),
                number(words.get(2)),
                progress(words.stream().map(RedriveState::number).toList(), 3));
    }

    /** Found, moved, quarantined and left, which stand there one after the other. */
    static RedriveProgress progress(List<? extends @Nullable Object> counts, int at) {
        return new RedriveProgress(
                Reply.number(counts.get(at)),
                Reply.number(counts.get(at + 1)),
                Reply.number(counts.get(at + 2)),
                Reply.number(counts.get(at + 3)));
    }

    static long number(@Nullable Object word) {
        return Reply.maybeText(word)
                .filter(text -> text.matches("[0-9]{1,18}"))
                .map(Long::parseLong)
                .orElse(0L);
    }
}
