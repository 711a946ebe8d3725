package ai.levqor.ops.redis;

import ai.levqor.ops.spi.queue.DeadLetterDepth;
import ai.levqor.ops.spi.queue.QueueDepth;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Reads how much is in a queue's lists, all at one moment.
 *
 * <p><b>Threading:</b> safe for many threads.
 */
final class QueueDepths {
    private static final Script DEPTH = Script.named("queue-depth");

    private final Redis redis;
    private final QueueKeys keys;
    private final QueueConsumer consumer;
    private final Clock clock;

    QueueDepths(Redis redis, QueueKeys keys, QueueConsumer consumer, Clock clock) {
        this.redis = redis;
        this.keys = keys;
        this.consumer = consumer;
        this.clock = clock;
    }

    /** Both depths of one moment. */
    record Depths(QueueDepth queue, DeadLetterDepth deadLetters) {}

    /**
     * Reads them, and gives back what consumers hold that are dead.
     *
     * @throws RedisFault if Redis does not answer
     */
    Depths read() {
        var reply = Reply.list(redis.run(
                DEPTH,
                List.of(
                        keys.ready(),
                        keys.retry(),
                        keys.dead(),
                        keys.quarantine(),
                        keys.taken(),
                        keys.consumers(),
                        keys.seen()),
                keys.takes()));
        var now = clock.instant();
        consumer.reap(Reply.texts(reply.get(7)));
        var counts = reply.subList(0, 7).stream().map(Reply::number).toList();
        var ready = counts.get(0);
        var retry = counts.get(1);
        return new Depths(
                new QueueDepth(now, ready + retry, counts.get(4), Duration.ofMillis(counts.get(5))),
                new DeadLetterDepth(now, counts.get(2), retry, counts.get(3), Duration.ofMillis(counts.get(6))));
    }
}
