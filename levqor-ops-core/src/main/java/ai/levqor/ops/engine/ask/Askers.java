package ai.levqor.ops.engine.ask;

import ai.levqor.ops.engine.ask.Question.Asking;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The daemon threads that ask. One has the turn and takes what waits; those that had it before are still with the source
 * that kept them, and end when it is back.
 *
 * <p><b>Threading:</b> safe for many threads.
 */
final class Askers {
    private final long idleNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<Asking<?>> waiting = new ArrayDeque<>();
    private final Set<Thread> threads = new HashSet<>();
    private @Nullable Thread turn;
    private int begun;
    private boolean closed;
    private volatile boolean cold = true;

    /**
     * @param idle a thread that has had nothing to ask for so long ends
     */
    Askers(Duration idle) {
        this.idleNanos = idle.toNanos();
    }

    /** Whether nothing has come back yet. */
    boolean cold() {
        return cold;
    }

    /** Asks these soon, after what waits already; after {@link #close} they are given up at once. */
    void ask(List<Asking<?>> round) {
        lock.lock();
        try {
            if (!closed && !round.isEmpty()) {
                waiting.addAll(round);
                if (turn == null) {
                    begin();
                }
                changed.signalAll();
                return;
            }
        } finally {
            lock.unlock();
        }
        round.forEach(Asking::cancel);
    }

    /** A fresh thread takes the turn, if some of these still wait. */
    void relieve(Collection<Asking<?>> round) {
        lock.lock();
        try {
            if (!closed && round.stream().anyMatch(waiting::contains)) {
                begin();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Gives up those that still wait. */
    void withdraw(Collection<Asking<?>> round) {
        List<Asking<?>> late = new ArrayList<>(round);
        lock.lock();
        try {
            late.retainAll(waiting);
            waiting.removeAll(late);
        } finally {
            lock.unlock();
        }
        late.forEach(Asking::cancel);
    }

    /** Interrupts every thread, and gives up what waits. Returns at once. */
    void close() {
        lock.lock();
        try {
            closed = true;
            threads.forEach(Thread::interrupt);
            withdraw(List.copyOf(waiting));
        } finally {
            lock.unlock();
        }
    }

    private void begin() {
        var thread = new Thread(this::run, "levqor-ops-source-" + (begun + 1));
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
        turn = thread;
        begun++;
        changed.signalAll();
    }

    private void run() {
        var me = Thread.currentThread();
        try {
            for (var next = next(me); next.isPresent(); next = next(me)) {
                next.get().run();
                cold = false;
            }
        } finally {
            end(me);
        }
    }

    /** What this thread is to ask; empty if it is to end. */
    private Optional<Asking<?>> next(Thread me) {
        lock.lock();
        try {
            while (turn == me && !closed) {
                // An interrupt that a source has left behind is not meant for the next one.
                var unused = Thread.interrupted();
                var next = waiting.poll();
                if (next != null) {
                    return Optional.of(next);
                }
                try {
                    if (changed.awaitNanos(idleNanos) <= 0 && waiting.isEmpty() && turn == me) {
                        turn = null;
                    }
                } catch (InterruptedException e) {
                    // By a close, which the next look tells, or by a source that was late: neither is a reason to end.
                }
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private void end(Thread me) {
        lock.lock();
        try {
            threads.remove(me);
            if (turn == me) {
                turn = null;
            }
        } finally {
            lock.unlock();
        }
    }
}
