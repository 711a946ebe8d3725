package ai.levqor.ops.local;

/** A job in an {@link InMemoryWorkQueue}, and what has become of it so far. Guarded by the queue's lock. */
final class QueuedJob<J> {
    final J job;
    int attempts;
    int redrives;
    /** Rises with {@link #readySince}; a job that is given back keeps both. */
    long place;

    long readySince;
    long failedAt;

    QueuedJob(J job) {
        this.job = job;
    }
}
