package ai.levqor.ops.engine.recovery;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What came of asking for a recovery: one that runs, here or in another process, or a report that will not change.
 *
 * @param now how far it has come
 * @param end the final report, or the one there is when the time is over or the thread is interrupted
 */
record Ticket(Supplier<RecoveryReport> now, Function<Duration, RecoveryReport> end) {

    static Ticket of(RecoveryReport report) {
        return new Ticket(() -> report, time -> report);
    }

    static Ticket of(Execution execution) {
        return new Ticket(execution::report, time -> await(execution, time));
    }

    /** For a recovery that another process runs. */
    static Ticket of(RecoveryReport running, Elsewhere elsewhere) {
        return new Ticket(() -> running, time -> elsewhere.await(running, time));
    }

    RecoveryReport report() {
        return now.get();
    }

    RecoveryReport await(Duration time) {
        return end.apply(time);
    }

    private static RecoveryReport await(Execution execution, Duration time) {
        try {
            return execution.over().get(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return execution.report();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return execution.report();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a recovery always ends with a report", e);
        }
    }
}
