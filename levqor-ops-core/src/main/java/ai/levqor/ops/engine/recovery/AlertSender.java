package ai.levqor.ops.engine.recovery;

import ai.levqor.ops.engine.ask.FaultLog;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.host.Alert;
import ai.levqor.ops.spi.host.AlertChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Sends one alert, and again as long as that makes sense: as often as the channel asks for a pause, and two times more
 * after other failures. Used by one thread at a time.
 */
final class AlertSender {
    private static final String NAME = "alerts";
    private static final List<Duration> PAUSES = List.of(Duration.ofSeconds(1), Duration.ofSeconds(4));
    private static final Duration LEAST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final AlertChannel channel;
    private final FaultLog faults;
    private final Runnable onFailure;

    /**
     * @param onFailure is told of each try that failed
     */
    AlertSender(AlertChannel channel, FaultLog faults, Runnable onFailure) {
        this.channel = channel;
        this.faults = faults;
        this.onFailure = onFailure;
    }

    /** Waits between two tries. */
    @FunctionalInterface
    interface Wait {
        /** Whether it is worth going on after it. */
        boolean pass(Duration time) throws InterruptedException;
    }

    /** Whether it was sent. */
    boolean send(Alert alert, Wait wait) throws InterruptedException {
        var pauses = PAUSES.iterator();
        while (true) {
            var failure = attempt(alert);
            if (failure.isEmpty()) {
                faults.over(NAME);
                return true;
            }
            var asked = asked(failure.get());
            if (asked.isEmpty() && !pauses.hasNext()) {
                return false;
            }
            if (!wait.pass(asked.orElseGet(pauses::next))) {
                return false;
            }
        }
    }

    private Optional<Throwable> attempt(Alert alert) {
        try {
            channel.send(alert);
            return Optional.empty();
        } catch (RuntimeException | Error e) {
            onFailure.run();
            faults.fault(NAME, "failed", Optional.of(e));
            return Optional.of(e);
        }
    }

    private static Optional<Duration> asked(Throwable failure) {
        return failure instanceof UnavailableException refusal
                ? refusal.retryAfter().map(AlertSender::bounded)
                : Optional.empty();
    }

    private static Duration bounded(Duration pause) {
        if (pause.compareTo(LEAST_PAUSE) < 0) {
            return LEAST_PAUSE;
        }
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
}
