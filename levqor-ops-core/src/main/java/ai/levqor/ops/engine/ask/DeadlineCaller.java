package ai.levqor.ops.engine.ask;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import ai.levqor.ops.engine.ask.Question.Asking;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Asks sources under a deadline. One daemon thread asks them in turn. If it has not come to one of a round's questions
 * within a moment, a fresh thread takes its place and goes on with the rest, so that a slow source costs the others no
 * more than that moment; the one that was replaced ends as soon as its source is back. So there is one thread while all
 * is well, and one more for each source that is stuck; a source that is stuck is not asked again.
 *
 * <pre>
 * moment = deadline / 8, and twice that once while nothing has come back yet: classes are loaded, caches are cold
 * </pre>
 *
 * <p>With a deadline of two seconds and three sources of four stuck, the fourth is asked after three quarters of a second,
 * the very first time after one second. The thread ends when nothing was asked for five seconds.
 *
 * <p><b>Threading:</b> safe for many threads.
 */
public final class DeadlineCaller implements AutoCloseable {
    private static final int MOMENTS = 8;
    private static final Duration IDLE = Duration.ofSeconds(5);
    private static final Duration BRIEF = Duration.ofMillis(50);

    private final long deadlineNanos;
    private final long momentNanos;
    private final Askers askers;

    /** A caller that has not asked yet. */
    public DeadlineCaller(Duration deadline) {
        this(deadline, deadline.dividedBy(MOMENTS), IDLE);
    }

    /**
     * A caller for sources that are slow by nature: a moment is 50 milliseconds, or an eighth of the deadline if that is
     * less, so that each of a round soon has a thread of its own.
     */
    public static DeadlineCaller patient(Duration deadline) {
        var eighth = deadline.dividedBy(MOMENTS);
        return new DeadlineCaller(deadline, eighth.compareTo(BRIEF) < 0 ? eighth : BRIEF, IDLE);
    }

    DeadlineCaller(Duration deadline, Duration moment, Duration idle) {
        this.deadlineNanos = deadline.toNanos();
        this.momentNanos = moment.toNanos();
        this.askers = new Askers(idle);
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
        var round = new ArrayList<Asking<?>>();
        for (var question : questions) {
            question.begin(done).ifPresent(round::add);
        }
        try {
            askers.ask(round);
            await(done, round);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            askers.withdraw(round);
            questions.forEach(Question::settle);
        }
    }

    private void await(CountDownLatch done, List<Asking<?>> round) throws InterruptedException {
        var end = System.nanoTime() + deadlineNanos;
        var left = deadlineNanos;
        var moment = askers.cold() ? 2 * momentNanos : momentNanos;
        while (left > 0) {
            if (done.await(Math.min(left, moment), NANOSECONDS)) {
                return;
            }
            askers.relieve(round);
            moment = momentNanos;
            left = end - System.nanoTime();
        }
    }

    /** Interrupts whatever is still being asked, and asks nothing any more. Returns at once. */
    @Override
    public void close() {
        askers.close();
    }
}
