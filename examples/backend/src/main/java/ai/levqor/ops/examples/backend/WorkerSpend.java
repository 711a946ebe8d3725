package ai.levqor.ops.examples.backend;

import ai.levqor.ops.spi.billing.Spend;
import ai.levqor.ops.spi.billing.SpendSource;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the example costs: a fixed sum a day, and each worker by the time it runs. So that a story of minutes shows what
 * money does, a day of the bill passes in {@code day}. Whoever asks also makes it look: the workers it finds are taken
 * to have run since it looked last. Safe for many threads.
 */
final class WorkerSpend implements SpendSource {
    private final Tariff tariff;
    private final Clock clock;
    private final IntSupplier workers;
    private final Deque<Run> runs = new ArrayDeque<>();
    private @Nullable Instant lookedAt;

    /** A bill that starts at the first look. */
    WorkerSpend(Tariff tariff, Clock clock, IntSupplier workers) {
        this.tariff = tariff;
        this.clock = clock;
        this.workers = workers;
    }

    @Override
    public synchronized Spend spend() {
        var now = clock.instant();
        if (lookedAt == null) {
            lookedAt = now;
        } else if (now.isAfter(lookedAt)) {
            runs.addLast(new Run(lookedAt, now, workers.getAsInt()));
            lookedAt = now;
        }
        var since = now.minus(tariff.day());
        while (!runs.isEmpty() && !runs.getFirst().until().isAfter(since)) {
            runs.removeFirst();
        }
        var workerDays =
                runs.stream().mapToDouble(run -> run.workerSeconds(since)).sum()
                        / (tariff.day().toNanos() / 1e9);
        var spent = tariff.perWorkerDay().multiply(BigDecimal.valueOf(workerDays));
        return new Spend(now, tariff.fixedPerDay().add(spent).setScale(2, RoundingMode.HALF_UP), Optional.empty());
    }

    /**
     * Prices.
     *
     * @param fixedPerDay paid whatever runs, zero or more
     * @param perWorkerDay paid for each worker that runs for a day, zero or more
     * @param day how long a day of the bill takes, above zero
     */
    record Tariff(BigDecimal fixedPerDay, BigDecimal perWorkerDay, Duration day) {

        @Override
        public String toString() {
            return "$%s a day fixed and $%s a day for each worker; a day of the bill passes in %d s"
                    .formatted(fixedPerDay, perWorkerDay, day.toSeconds());
        }
    }

    private record Run(Instant from, Instant until, int workers) {
        double workerSeconds(Instant since) {
            var counted = from.isBefore(since) ? since : from;
            return Duration.between(counted, until).toNanos() / 1e9 * workers;
        }
    }
}
