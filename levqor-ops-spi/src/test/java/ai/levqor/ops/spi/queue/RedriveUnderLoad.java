package ai.levqor.ops.spi.queue;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;

/**
 * A producer, four workers and redrives, all at once. Every job fails twice and is then done, but for one of ten, which
 * always fails. A job may be redriven twice.
 */
final class RedriveUnderLoad<J> {
    private static final int JOBS = 1_000;
    private static final int JOBS_AT_ONCE = 50;
    private static final int JOBS_A_BATCH = 7;
    private static final int WORKERS = 4;
    private static final int MOST_REDRIVES = 2;

    private final DeliveringQueue<J> queue;
    private final DeadLetterQueue deadLetters;
    private final List<J> jobs = new ArrayList<>();
    private final List<J> done = Collections.synchronizedList(new ArrayList<>());
    private final Semaphore ended = new Semaphore(0);
    private volatile boolean over;

    RedriveUnderLoad(DeliveringQueue<J> queue, DeadLetterQueue deadLetters) {
        this.queue = queue;
        this.deadLetters = deadLetters;
    }

    void run(IntFunction<List<J>> givenJobs) throws Exception {
        var threads = Executors.newFixedThreadPool(1 + WORKERS);
        try {
            var all = new ArrayList<Future<?>>();
            all.add(threads.submit(() -> {
                while (jobs.size() < JOBS) {
                    jobs.addAll(givenJobs.apply(JOBS_AT_ONCE));
                }
            }));
            Callable<Boolean> work = this::work;
            for (var worker = 0; worker < WORKERS; worker++) {
                all.add(threads.submit(work));
            }
            redriveUntilOver();
            over = true;
            for (var each : all) {
                each.get(30, SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    List<J> done() {
        return done;
    }

    /** The jobs that can be done. */
    List<J> sound() {
        return jobs.stream().filter(job -> !isPoison(job)).toList();
    }

    /** The jobs that always fail. */
    List<J> poison() {
        return jobs.stream().filter(this::isPoison).toList();
    }

    private boolean work() throws InterruptedException {
        while (!over) {
            queue.take(Duration.ofMillis(10)).ifPresent(this::end);
        }
        return true;
    }

    private void end(Delivery<J> delivery) {
        if (delivery.attempt() <= MOST_REDRIVES || isPoison(delivery.job())) {
            delivery.fail();
        } else {
            delivery.done();
            done.add(delivery.job());
        }
        ended.release();
    }

    private void redriveUntilOver() throws InterruptedException {
        var quarantined = 0L;
        for (var redrive = 0; done.size() + quarantined < JOBS; redrive++) {
            assertThat(ended.tryAcquire(30, SECONDS)).as("a job ends").isTrue();
            ended.drainPermits();
            quarantined += redrive("redrive " + redrive);
        }
    }

    private long redrive(String name) {
        var begun = deadLetters.beginRedrive(name);
        var progress = begun;
        while (!progress.finished()) {
            var left = Math.max(0, progress.left() - JOBS_A_BATCH);
            progress = deadLetters.moveBatch(name, JOBS_A_BATCH, MOST_REDRIVES);
            assertThat(progress.found()).isEqualTo(begun.found());
            assertThat(progress.left()).isEqualTo(left);
            assertThat(progress.moved() + progress.quarantined()).isEqualTo(begun.found() - left);
        }
        return progress.quarantined();
    }

    private boolean isPoison(J job) {
        return Math.floorMod(job.hashCode(), 10) == 0;
    }
}
