package ai.levqor.ops.local;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.spi.metrics.Outcomes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LatencyRecorderConcurrencyTest {
    private static final int THREADS = 8;
    private static final int RECORDS = 100_000;

    @Test
    @DisplayName("many threads at once: every request and job is counted exactly once")
    void countsAreExact() throws Exception {
        var recorder = new LatencyRecorder(Clock.systemUTC(), () -> 0);

        inThreads(thread -> {
            for (var i = 0; i < RECORDS; i++) {
                recorder.record((i % 7) * 1_000_000L, i % 10 == 0);
                recorder.recordJob(i % 4 == 0);
            }
            return 0L;
        });

        var sample = recorder.sample();
        assertThat(sample.requests()).isEqualTo(THREADS * RECORDS);
        assertThat(sample.outcomes())
                .isEqualTo(new Outcomes(2L * THREADS * RECORDS, THREADS * (RECORDS / 10L + RECORDS / 4)));
        assertThat(recorder.jobs().sample().outcomes())
                .isEqualTo(new Outcomes((long) THREADS * RECORDS, THREADS * RECORDS / 4L));
    }

    @Test
    @DisplayName("while slices are recycled under the writers: what is in the window is counted once, nothing else is")
    void countsAreExactWhileSlicesTurn() throws Exception {
        var slice = Duration.ofSeconds(4).toNanos();
        var now = new AtomicLong();
        var read = ThreadLocal.withInitial(() -> 0L);
        var recorder = new LatencyRecorder(Clock.systemUTC(), () -> {
            var seen = now.get();
            read.set(seen);
            return seen;
        });
        var running = new AtomicInteger(THREADS - 1);
        var times = new long[THREADS][RECORDS];

        inThreads(thread -> {
            if (thread == 0) {
                while (running.get() > 0) {
                    now.addAndGet(slice / 8);
                    Thread.onSpinWait();
                }
                return 0L;
            }
            for (var i = 0; i < RECORDS; i++) {
                recorder.record(1_000_000, false);
                times[thread][i] = read.get();
                if (i == RECORDS - 1_000) {
                    running.decrementAndGet();
                }
            }
            return 0L;
        });

        var oldest = now.get() / slice - 15;
        var expected = LongStream.range(1, THREADS)
                .flatMap(thread -> LongStream.of(times[(int) thread]))
                .filter(at -> at / slice >= oldest)
                .count();
        assertThat(recorder.sample().requests()).isEqualTo(expected).isPositive();
    }

    private interface Work {
        long in(int thread) throws Exception;
    }

    private static void inThreads(Work work) throws InterruptedException, ExecutionException {
        var together = new CyclicBarrier(THREADS);
        var threads = Executors.newFixedThreadPool(THREADS);
        try {
            var ends = new ArrayList<Future<Long>>();
            for (var i = 0; i < THREADS; i++) {
                var thread = i;
                Callable<Long> task = () -> {
                    together.await();
                    return work.in(thread);
                };
                ends.add(threads.submit(task));
            }
            for (var end : ends) {
                end.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
