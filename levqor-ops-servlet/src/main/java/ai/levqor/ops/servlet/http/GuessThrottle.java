package ai.levqor.ops.servlet.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Slows down whoever guesses tokens. A client has five tries; then it waits 5 s, and twice as long after each further
 * wrong token, up to 15 min. A right token, or an hour without a try, makes it a stranger again. All clients together
 * have a bucket of 100 wrong tokens that refills by one in 3 s; when it is empty, only clients that gave a right token in
 * the last 24 hours are let in, so that guesses from many addresses cannot lock the operator out.
 *
 * <p>A client that waits is refused whatever it sends, the right token too: an answer that told them apart would turn the
 * wait into a free try. Safe for many threads; one try at a time is judged, so many tries at once are not more tries.
 */
final class GuessThrottle {
    private static final Logger log = LoggerFactory.getLogger(GuessThrottle.class);
    private static final int TRIES = 5;
    private static final Duration FIRST_WAIT = Duration.ofSeconds(5);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
    private static final long ALL_TRIES = 100;
    private static final long REFILL_NANOS = Duration.ofSeconds(3).toNanos();
    private static final int MAX_CLIENTS = 10_000;
    private static final int MAX_KNOWN = 1_000;

    private final LongSupplier nanos;
    private final Cache<String, Guesser> guessers;
    private final Cache<String, Boolean> known;
    private long triesOfAll = ALL_TRIES;
    private long refilledAt;

    /** What became of a try. */
    sealed interface Verdict {

        /** The token is right. */
        record Right() implements Verdict {}

        /** The token is wrong. */
        record Wrong() implements Verdict {}

        /** The token was not looked at; none will be before {@code rest} is over. */
        record Wait(Duration rest) implements Verdict {}
    }

    private record Guesser(int triesLeft, Duration nextWait, long waitsFrom, Duration pause) {}

    /** A throttle that reads elapsed time from {@code nanos}. */
    GuessThrottle(LongSupplier nanos) {
        this.nanos = nanos;
        this.refilledAt = nanos.getAsLong();
        this.guessers = Caffeine.newBuilder()
                .maximumSize(MAX_CLIENTS)
                .expireAfterAccess(Duration.ofHours(1))
                .ticker(nanos::getAsLong)
                .executor(Runnable::run)
                .build();
        this.known = Caffeine.newBuilder()
                .maximumSize(MAX_KNOWN)
                .expireAfterWrite(Duration.ofHours(24))
                .ticker(nanos::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    /** Judges one try; {@code isRight} is asked only if the client may try at all. */
    synchronized Verdict judge(String client, BooleanSupplier isRight) {
        var now = nanos.getAsLong();
        var wait = waitOf(client, now);
        if (wait.isPresent()) {
            return new Verdict.Wait(wait.get());
        }
        if (isRight.getAsBoolean()) {
            guessers.invalidate(client);
            known.put(client, true);
            return new Verdict.Right();
        }
        triesOfAll = Math.max(0, triesOfAll - 1);
        guessers.asMap().compute(client, (address, before) -> wrong(before, now));
        return new Verdict.Wrong();
    }

    private Optional<Duration> waitOf(String client, long now) {
        var guesser = guessers.getIfPresent(client);
        if (guesser != null) {
            var left = guesser.pause().minusNanos(now - guesser.waitsFrom());
            if (!left.isNegative() && !left.isZero()) {
                return Optional.of(left);
            }
        }
        refill(now);
        return triesOfAll > 0 || known.getIfPresent(client) != null
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(REFILL_NANOS - (now - refilledAt)));
    }

    private void refill(long now) {
        var periods = (now - refilledAt) / REFILL_NANOS;
        triesOfAll = Math.min(ALL_TRIES, triesOfAll + periods);
        refilledAt += periods * REFILL_NANOS;
    }

    private static Guesser wrong(@Nullable Guesser before, long now) {
        var left = (before == null ? TRIES : before.triesLeft()) - 1;
        var wait = before == null ? FIRST_WAIT : before.nextWait();
        if (left > 0) {
            return new Guesser(left, wait, now, Duration.ZERO);
        }
        log.warn("wrong admin tokens from one client: it now waits {} s", wait.toSeconds());
        var twice = wait.multipliedBy(2);
        return new Guesser(1, twice.compareTo(LONGEST_WAIT) < 0 ? twice : LONGEST_WAIT, now, wait);
    }
}
