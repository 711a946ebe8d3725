package ai.levqor.ops.local;

import ai.levqor.ops.spi.queue.RedriveProgress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/**
 * The jobs that failed. Whoever calls a method holds the queue's lock.
 *
 * <p>A job that fails goes to the end, and a redrive alone takes jobs away, from the front. So those that were dead when it
 * began are the next ones, as many as it has left.
 */
final class DeadLetters<J> {
    private final ReadyJobs<J> ready;
    private final Queue<QueuedJob<J>> dead = new ArrayDeque<>();
    /** By id, in the order they came. */
    private final Map<Long, QueuedJob<J>> quarantine = new LinkedHashMap<>();

    private long ids;
    /** Empty before the first. */
    private String redrive = "";

    private RedriveProgress progress = new RedriveProgress(0, 0, 0, 0);

    DeadLetters(ReadyJobs<J> ready) {
        this.ready = ready;
    }

    void add(QueuedJob<J> job, long now) {
        dead.add(job);
        job.failedAt = now;
    }

    /** All that failed and are not ready again. */
    int size() {
        return dead.size() + quarantine.size();
    }

    int dead() {
        return dead.size();
    }

    int quarantined() {
        return quarantine.size();
    }

    /** How long ago the oldest dead job failed; zero if none is dead. */
    Duration oldestAge(long now) {
        return dead.isEmpty() ? Duration.ZERO : age(dead.element(), now);
    }

    RedriveProgress begin(String name) {
        if (!redrive.equals(name)) {
            redrive = name;
            progress = new RedriveProgress(dead.size(), 0, 0, dead.size());
        }
        return progress;
    }

    RedriveProgress move(String name, int most, int mostRedrives, long now) {
        if (!redrive.equals(name)) {
            throw new IllegalStateException("redrive " + name + " is not the one that was begun last");
        }
        var batch = Math.min(most, progress.left());
        var moved = 0;
        for (var i = 0; i < batch; i++) {
            var job = dead.element();
            if (job.redrives < mostRedrives) {
                ready.retry(job, now);
                job.redrives++;
                moved++;
            } else {
                quarantine.put(ids++, job);
            }
            dead.remove();
        }
        progress = new RedriveProgress(
                progress.found(),
                progress.moved() + moved,
                progress.quarantined() + batch - moved,
                progress.left() - batch);
        return progress;
    }

    /** The first of the quarantine. */
    List<QuarantinedJob<J>> quarantined(int most, long now) {
        return quarantine.entrySet().stream()
                .limit(most)
                .map(entry -> quarantined(entry.getKey(), entry.getValue(), now))
                .toList();
    }

    /** Takes a job out of the quarantine. */
    Optional<QueuedJob<J>> removeQuarantined(long id) {
        return Optional.ofNullable(quarantine.remove(id));
    }

    private QuarantinedJob<J> quarantined(long id, QueuedJob<J> job, long now) {
        return new QuarantinedJob<>(id, job.job, job.attempts, job.redrives, age(job, now));
    }

    private static Duration age(QueuedJob<?> job, long now) {
        return Duration.ofNanos(Math.max(0, now - job.failedAt));
    }
}
