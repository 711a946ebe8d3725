package ai.levqor.ops.engine.ask;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import ai.levqor.ops.engine.ask.Question.Asking;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Asks sources under a deadline. One daemon thread asks them in turn; as soon as one takes longer than a moment, another
 * thread goes on with the rest, so that a slow source costs the others nothing and a healthy backend needs one thread. A
 * source that never comes back keeps its thread and is not asked again; there are never more threads than questions.
 *
 * <p><b>Threading:</b> safe for many threads.
 */
public final class DeadlineCaller implements AutoCloseable {
    private static final Duration MOMENT = Duration.ofMillis(20);

    private final Duration deadline;
    private final long momentNanos;
    private final ThreadPoolExecutor threads;

    public DeadlineCaller(Duration deadline) {
        this(deadline, MOMENT);
    }

    DeadlineCaller(Duration deadline, Duration moment) {
        this.deadline = deadline;
        this.momentNanos = moment.toNanos();
        var number = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 5, SECONDS, new SynchronousQueue<>(), task -> {
            var thread = new Thread(task, "levqor-ops-source-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Asks one source. */
    public <T> Answer<T> ask(Question<T> question) {
        askAll(List.of(question));
        return question.answer();
    }

    /**
     * Asks several sources together, and returns when all have answered or the deadline has passed. Each question then
     * has its {@linkplain Question#answer answer}. One round at a time may ask the same questions.
     */
    public void askAll(Collection<? extends Question<?>> questions) {
        var done = new CountDownLatch(questions.size());
        Queue<Asking<?>> waiting = new ConcurrentLinkedQueue<>();
        for (var question : questions) {
            question.begin(done).ifPresent(waiting::add);
        }
        try {
            await(done, waiting);
        } catch (RejectedExecutionException closed) {
            // Nothing is asked any more; what has not begun is late.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (var next = waiting.poll(); next != null; next = waiting.poll()) {
            next.cancel();
        }
        questions.forEach(Question::settle);
    }

    private void await(CountDownLatch done, Queue<Asking<?>> waiting) throws InterruptedException {
        var end = System.nanoTime() + deadline.toNanos();
        var left = deadline.toNanos();
        while (left > 0) {
            if (!waiting.isEmpty()) {
                threads.execute(() -> drain(waiting));
            }
            if (done.await(waiting.isEmpty() ? left : Math.min(left, momentNanos), NANOSECONDS)) {
                return;
            }
            left = end - System.nanoTime();
        }
    }

    private static void drain(Queue<Asking<?>> waiting) {
        for (var next = waiting.poll(); next != null; next = waiting.poll()) {
            next.run();
        }
    }

    /** Interrupts whatever is still being asked, and asks nothing any more. Returns at once. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
