package ai.levqor.ops.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** What the tests of the queue share. */
final class QueueScene {
    private QueueScene() {}

    /** The queue {@code jobs} of this server, or the one that the settings name. */
    static RedisListQueue queue(String url, Map<String, String> others) {
        return queue(url, others, RedisListQueue.LIFE);
    }

    static RedisListQueue queue(String url, Map<String, String> others, Duration life) {
        return queue(RedisTest.client(url, others), others, life);
    }

    /** As those, over this client. */
    static RedisListQueue queue(Redis redis, Map<String, String> others, Duration life) {
        return new RedisListQueue(redis, keys(others), Clock.systemUTC(), System::nanoTime, life);
    }

    static QueueKeys keys(Map<String, String> others) {
        return QueueKeys.of(name -> Optional.ofNullable(others.get(name))
                .or(() -> name.equals("OPS_REDIS_QUEUE") ? Optional.of("jobs") : Optional.empty()));
    }

    /** Adds so many jobs to a list as a host would, the first of them to be taken first. */
    static void push(Redis redis, String list, int from, int count, IntFunction<String> job) {
        for (int at = from; at < from + count; at += 500) {
            var words = new ArrayList<Object>(List.of("LPUSH", list));
            IntStream.range(at, Math.min(from + count, at + 500)).mapToObj(job).forEach(words::add);
            var unused = redis.ask(list, words.toArray());
        }
    }

    /** How many redrives are counted or written down, of jobs that were redriven once each. */
    static long counted(Redis redis) {
        var counts = Reply.texts(redis.ask("jobs:redriven", "HVALS", "jobs:redriven"));
        var written = all(redis, "jobs:uncounted");
        assertThat(counts).isSubsetOf("1");
        return counts.size()
                + written.stream()
                        .mapToLong(names -> names.length() / Fingerprints.LENGTH)
                        .sum();
    }

    /** All that is in a list, its head first. */
    static List<String> all(Redis redis, String list) {
        var texts = new ArrayList<>(Reply.texts(redis.ask(list, "LRANGE", list, 0, -1)));
        java.util.Collections.reverse(texts);
        return texts;
    }
}
