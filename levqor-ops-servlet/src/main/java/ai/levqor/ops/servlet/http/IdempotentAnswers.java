package ai.levqor.ops.servlet.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The answers to requests that came with an {@code Idempotency-Key}, kept for 24 hours, 10,000 at most: a request that is
 * sent again gets the answer of the first, and is not carried out again. A problem is not kept, so that the same key may
 * try again. Safe for many threads.
 */
public final class IdempotentAnswers {
    private static final int MAX_ANSWERS = 10_000;
    private static final Duration KEPT = Duration.ofHours(24);

    private final Cache<Key, Answer> answers;

    /** Not part of the cache, which may drop an entry at any time: one that is under way must not be dropped. */
    private final ConcurrentMap<Key, ByteBuffer> underWay = new ConcurrentHashMap<>();

    private record Key(String path, String key) {}

    private record Answer(ByteBuffer payload, OpsResponse response) {}

    /** An empty store that reads elapsed time from {@code nanos}. */
    public IdempotentAnswers(LongSupplier nanos) {
        this.answers = Caffeine.newBuilder()
                .maximumSize(MAX_ANSWERS)
                .expireAfterWrite(KEPT)
                .ticker(nanos::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    /**
     * Carries out what {@code key} stands for, once.
     *
     * @param payload a digest of all that the client asked for
     * @throws ProblemException if the key is under way (409), or came with another payload (422)
     */
    OpsResponse once(String path, String key, byte[] payload, Supplier<OpsResponse> work) {
        var id = new Key(path, key);
        var asked = ByteBuffer.wrap(payload);
        var running = underWay.putIfAbsent(id, asked);
        if (running != null) {
            requireSame(running, asked);
            throw Problem.of(
                            409,
                            "idempotency-key-under-way",
                            "Request under way",
                            "A request with this Idempotency-Key is being carried out; ask again in a moment.")
                    .toException();
        }
        try {
            return replayOrRun(id, asked, work);
        } finally {
            underWay.remove(id);
        }
    }

    private OpsResponse replayOrRun(Key id, ByteBuffer asked, Supplier<OpsResponse> work) {
        var earlier = answers.getIfPresent(id);
        if (earlier != null) {
            requireSame(earlier.payload(), asked);
            return earlier.response().with("Idempotency-Replayed", "true");
        }
        var response = work.get();
        answers.put(id, new Answer(asked, response));
        return response;
    }

    private static void requireSame(ByteBuffer before, ByteBuffer now) {
        if (!before.equals(now)) {
            throw Problem.of(
                            422,
                            "idempotency-key-reused",
                            "Idempotency-Key reused",
                            "This Idempotency-Key came with another request before; take a new key for a new request.")
                    .toException();
        }
    }
}
