package ai.levqor.ops.engine.recovery;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What came of asking for a recovery: one that runs, or a report that will not change. */
final class Ticket {
    private final RecoveryReport decided;
    private final Optional<Execution> execution;

    private Ticket(RecoveryReport decided, Optional<Execution> execution) {
        this.decided = decided;
        this.execution = execution;
    }

    static Ticket of(RecoveryReport report) {
        return new Ticket(report, Optional.empty());
    }

    static Ticket of(Execution execution) {
        return new Ticket(execution.report(), Optional.of(execution));
    }

    RecoveryReport report() {
        return execution.map(Execution::report).orElse(decided);
    }

    /** The final report, or the one there is when the time is over or the thread is interrupted. */
    RecoveryReport await(Duration time) {
        if (execution.isEmpty()) {
            return decided;
        }
        try {
            return execution.get().over().get(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return execution.get().report();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return execution.get().report();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a recovery always ends with a report", e);
        }
    }
}
