package ai.levqor.ops.servlet.route;

import ai.levqor.ops.servlet.http.Problem;
import ai.levqor.ops.servlet.http.ProblemException;
import ai.levqor.ops.spi.UnavailableException;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A report that is read at most once a minute, and again as soon as it has changed, however many clients ask for it; one
 * of them reads, and the others wait. If it cannot be read, the last one serves, marked as stale; that is tried again
 * after five seconds.
 *
 * <p><b>Threading:</b> safe for many threads.
 */
final class Freshest<T> {
    private static final Duration GOOD = Duration.ofMinutes(1);
    private static final Duration BAD = Duration.ofSeconds(5);

    private final Supplier<T> source;
    private final LongSupplier changes;
    private final Cache<Long, Seen<T>> seen;
    private volatile Optional<T> last = Optional.empty();

    /**
     * What was read last.
     *
     * @param report empty if it could never be read
     * @param fresh whether it was read just now, or could not be
     */
    private record Seen<T>(Optional<T> report, boolean fresh) {}

    /**
     * A report, the same instance until it is read again.
     *
     * @param stale whether it could not be read again
     */
    record Known<T>(T report, boolean stale) {}

    /**
     * @param changes grows whenever the report may have changed
     * @param nanos measures how old it is
     */
    Freshest(Supplier<T> source, LongSupplier changes, LongSupplier nanos) {
        this.source = source;
        this.changes = changes;
        this.seen = Caffeine.newBuilder()
                .maximumSize(1)
                .expireAfter(Expiry.<Long, Seen<T>>creating((version, read) -> read.fresh() ? GOOD : BAD))
                .ticker(nanos::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    /**
     * The report.
     *
     * @throws ProblemException if it could never be read (503)
     */
    Known<T> get() {
        var read = seen.get(changes.getAsLong(), version -> read());
        return new Known<>(read.report().orElseThrow(Freshest::unknown), !read.fresh());
    }

    private Seen<T> read() {
        try {
            var report = Optional.of(source.get());
            last = report;
            return new Seen<>(report, true);
        } catch (UnavailableException known) {
            return new Seen<>(last, false); // the engine has counted and logged it
        }
    }

    private static ProblemException unknown() {
        return Problem.of(
                        503,
                        "retention-unavailable",
                        "Nothing can be read",
                        "Where counted days are kept cannot be read now; GET /ops/health tells more.")
                .toException();
    }
}
