package ai.levqor.ops.engine.ask;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Something that is asked again and again under a deadline, never twice at the same time.
 *
 * <p><b>Threading:</b> asked and settled by one thread at a time; answered by another.
 *
 * @param <T> what it answers
 */
public final class Question<T> {
    private final String name;
    private final Callable<T> source;
    private final AtomicReference<@Nullable Asking<T>> running = new AtomicReference<>();
    private volatile @Nullable Asking<T> current;
    private volatile Answer<T> answer = new Answer.Late<>();

    public Question(String name, Callable<T> source) {
        this.name = name;
        this.source = source;
    }

    public String name() {
        return name;
    }

    /** The answer of the last round. */
    public Answer<T> answer() {
        return answer;
    }

    /** Claims the question for a new asking; empty, and counted as done, while an earlier one is not back. */
    Optional<Asking<T>> begin(CountDownLatch done) {
        var asking = new Asking<>(this, done);
        if (running.compareAndSet(null, asking)) {
            current = asking;
            return Optional.of(asking);
        }
        current = null;
        done.countDown();
        return Optional.empty();
    }

    /** Ends the round: takes the answer if it is there, else gives the asking up. */
    void settle() {
        var asking = current;
        answer = asking == null ? new Answer.Late<>() : asking.takeOrGiveUp();
        current = null;
    }

    /** One asking. */
    static final class Asking<T> implements Runnable {
        private final Question<T> question;
        private final CountDownLatch done;
        private final AtomicReference<@Nullable Answer<T>> answer = new AtomicReference<>();
        private @Nullable Thread runner;
        private boolean givenUp;

        private Asking(Question<T> question, CountDownLatch done) {
            this.question = question;
            this.done = done;
        }

        @Override
        public void run() {
            try {
                if (enter()) {
                    answer.compareAndSet(null, ask());
                }
            } finally {
                leave();
                cancel();
            }
        }

        /** Frees the question for the next round. Without an answer, this one is late. */
        void cancel() {
            question.running.compareAndSet(this, null);
            done.countDown();
        }

        private Answer<T> ask() {
            try {
                return new Answer.Given<>(question.source.call());
            } catch (Throwable e) {
                return new Answer.Failed<>(e);
            }
        }

        private synchronized boolean enter() {
            runner = Thread.currentThread();
            return !givenUp;
        }

        /** The interrupt that gave this asking up must not reach what its thread does next. */
        private synchronized void leave() {
            runner = null;
            if (givenUp) {
                var unused = Thread.interrupted();
            }
        }

        private Answer<T> takeOrGiveUp() {
            Answer<T> late = new Answer.Late<>();
            if (answer.compareAndSet(null, late)) {
                giveUp();
                return late;
            }
            var given = answer.get();
            return given == null ? late : given;
        }

        private synchronized void giveUp() {
            givenUp = true;
            if (runner != null) {
                runner.interrupt();
            }
        }
    }
}
