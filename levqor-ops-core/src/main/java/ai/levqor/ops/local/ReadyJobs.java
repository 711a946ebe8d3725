package ai.levqor.ops.local;

import static java.util.Comparator.comparingLong;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.stream.Stream;

/**
 * The jobs that wait for a worker: those that were given back come first, then new ones and those to retry in turn.
 * Whoever calls a method holds the queue's lock.
 */
final class ReadyJobs<J> {
    private final Queue<QueuedJob<J>> offered = new ArrayDeque<>();
    private final Queue<QueuedJob<J>> retrying = new ArrayDeque<>();
    private final Queue<QueuedJob<J>> givenBack = new PriorityQueue<>(comparingLong(job -> job.place));
    private long places;
    private boolean retriedLast;

    void offer(QueuedJob<J> job, long now) {
        offered.add(job);
        place(job, now);
    }

    void retry(QueuedJob<J> job, long now) {
        retrying.add(job);
        place(job, now);
    }

    void giveBack(QueuedJob<J> job) {
        givenBack.add(job);
    }

    /** The next job, which counts as handed out from now on; there is one. */
    QueuedJob<J> remove() {
        var next = next().remove();
        next.attempts++;
        return next;
    }

    int size() {
        return offered.size() + retrying.size() + givenBack.size();
    }

    /** Those that are ready for a retry and were not taken since. */
    int retrying() {
        return retrying.size();
    }

    /** The one that has waited longest. */
    Optional<QueuedJob<J>> oldest() {
        return Stream.of(offered, retrying, givenBack)
                .filter(jobs -> !jobs.isEmpty())
                .map(Queue::element)
                .min(comparingLong(job -> job.place));
    }

    private Queue<QueuedJob<J>> next() {
        if (!givenBack.isEmpty()) {
            return givenBack;
        }
        retriedLast = offered.isEmpty() || !(retriedLast || retrying.isEmpty());
        return retriedLast ? retrying : offered;
    }

    private void place(QueuedJob<J> job, long now) {
        job.place = places++;
        job.readySince = now;
    }
}
