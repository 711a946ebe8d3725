package ai.levqor.ops.engine.verify;

import ai.levqor.ops.policy.Reading;
import ai.levqor.ops.policy.Reading.UnknownCause;
import java.util.function.Supplier;

/** {@code queue}: how much waits is known. */
public final class QueueCheck {
    private QueueCheck() {}

    /**
     * Looks at the depth that the loop sees: a queue is asked by one thread at a time.
     *
     * @param queueless whether the backend has declared that it has no queue
     * @param depth of this moment, or of one a moment ago
     */
    public static Check of(boolean queueless, Supplier<Reading<Long>> depth) {
        return new Check(
                "queue",
                () -> queueless ? Finding.skipped("the backend has declared that it has none") : of(depth.get()));
    }

    private static Finding of(Reading<Long> depth) {
        if (depth instanceof Reading.Known<Long> known) {
            return Finding.passed(Words.count(known.measured(), "job") + " ready");
        }
        return Finding.failed(words(((Reading.Unknown<Long>) depth).cause()));
    }

    private static String words(UnknownCause cause) {
        return switch (cause) {
            case NOT_CONFIGURED ->
                "the depth is unknown, and no worker is ever given back: call queue(...) or withoutQueue() on the builder";
            case FAILED -> "the queue answers with an error; the log tells more";
            case LATE -> "the queue does not answer in time";
            case STALE -> "the depth that the queue tells is too old to go by";
            case NO_SAMPLES -> "the queue answers, and tells no depth";
        };
    }
}
