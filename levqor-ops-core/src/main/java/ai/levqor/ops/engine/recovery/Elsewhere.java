package ai.levqor.ops.engine.recovery;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.function.LongSupplier;

/**
 * Waits for recoveries that other processes run. They cannot tell that they have ended, so one of the threads that wait
 * looks at the store, for all of them: soon at first, and four times a second later.
 *
 * <p><b>Threading:</b> safe for many threads.
 */
final class Elsewhere {
    private static final long SOON = TimeUnit.MILLISECONDS.toNanos(4);
    private static final long LATER = TimeUnit.MILLISECONDS.toNanos(250);

    private final RunKeeper keeper;
    private final LongSupplier ticker;
    private final Condition looked;
    private boolean looking;

    Elsewhere(RunKeeper keeper, LongSupplier ticker) {
        this.keeper = keeper;
        this.ticker = ticker;
        this.looked = keeper.turn().newCondition();
    }

    /** The final report, or the one there is when the time is over or the thread is interrupted. */
    RecoveryReport await(RecoveryReport running, Duration time) {
        var begun = ticker.getAsLong();
        var sofar = running;
        keeper.turn().lock();
        try {
            while (true) {
                var ended = keeper.last().settled().of(running.incidentId());
                var now = keeper.last().underWay(running.incidentId());
                sofar = ended.or(() -> now).orElse(sofar);
                var waited = ticker.getAsLong() - begun;
                var left = time.toNanos() - waited;
                if (ended.isPresent() || now.isEmpty() || left <= 0) {
                    return sofar;
                }
                if (looking) {
                    var unused = looked.awaitNanos(left);
                    continue;
                }
                looking = true;
                try {
                    var unused = looked.awaitNanos(Math.min(left, Math.min(Math.max(waited, SOON), LATER)));
                    keeper.load();
                } finally {
                    looking = false;
                    looked.signalAll();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return sofar;
        } finally {
            keeper.turn().unlock();
        }
    }
}
