package ai.levqor.ops.engine.job;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Looks now and then what is due, on the thread of whoever looks; a job runs on its own. Does nothing for a while after the
 * store did not answer, so that a store that is away delays the loop by its deadline and no more.
 *
 * <p><b>Threading:</b> safe for many threads; one at a time looks.
 */
final class Scheduler {
    private static final long PAUSE = Duration.ofSeconds(5).toNanos();

    private final List<ScheduledJob> jobs;
    private final FireDesk desk;
    private final Clock clock;
    private final LongSupplier ticker;
    private final ReentrantLock looking = new ReentrantLock();
    private OptionalLong paused = OptionalLong.empty();

    Scheduler(List<ScheduledJob> jobs, FireDesk desk, Clock clock, LongSupplier ticker) {
        this.jobs = List.copyOf(jobs);
        this.desk = desk;
        this.clock = clock;
        this.ticker = ticker;
    }

    /** One look, unless another thread is at it. */
    void look() {
        if (!looking.tryLock()) {
            return;
        }
        try {
            var nanos = ticker.getAsLong();
            if (paused.isEmpty() || nanos - paused.getAsLong() >= PAUSE) {
                look(nanos);
            }
        } finally {
            looking.unlock();
        }
    }

    private void look(long nanos) {
        paused = OptionalLong.empty();
        for (var job : jobs) {
            job.step(clock.instant(), nanos);
            if (!desk.isWell()) {
                paused = OptionalLong.of(nanos);
                return;
            }
        }
    }
}
