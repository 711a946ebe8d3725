package ai.levqor.ops.engine.recovery;

import ai.levqor.ops.engine.ask.Memory;
import ai.levqor.ops.engine.recovery.RecoverySetup.Rule;
import ai.levqor.ops.spi.host.Alert;
import ai.levqor.ops.spi.state.StateStore;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * All that has to do with incidents, put together: the watchdog, recovery, alerts.
 *
 * <p><b>Threading:</b> {@link #watch} by one thread at a time, the rest by any.
 */
public final class Incidents implements AutoCloseable {
    private final Recovery recovery;
    private final Watchdog<?> watchdog;
    private final Availability availability;
    private final AlertOutbox outbox;
    private final RecoveryMeters meters;

    private Incidents(
            Recovery recovery,
            Watchdog<?> watchdog,
            Availability availability,
            AlertOutbox outbox,
            RecoveryMeters meters) {
        this.outbox = outbox;
        this.recovery = recovery;
        this.watchdog = watchdog;
        this.availability = availability;
        this.meters = meters;
    }

    /** Puts them together; nothing runs before {@link #watch} or a request. */
    public static Incidents of(
            RecoverySetup setup, RecoveryParts parts, StateStore state, LineLog lines, RecoveryContext around) {
        return of(setup, parts, state, lines, around, Incidents::pass);
    }

    static Incidents of(
            RecoverySetup setup,
            RecoveryParts parts,
            StateStore state,
            LineLog lines,
            RecoveryContext around,
            Pause pause) {
        var meters = new RecoveryMeters(around.registry());
        var outbox = new AlertOutbox(parts.alerts(), around.ticker(), meters::alerts, around.faults());
        var news = new IncidentNews((phase, alert) -> outbox.offer(phase, alert));
        var recovery = new Recovery(setup, parts, state, lines, around, meters, news, pause);
        return new Incidents(
                recovery,
                watchdog(setup, setup.rule(), state, around, recovery, meters, news),
                new Availability(parts.probe(), setup.window(), around.caller(), around.ticker()),
                outbox,
                meters);
    }

    private static <S> Watchdog<S> watchdog(
            RecoverySetup setup,
            Rule<S> rule,
            StateStore state,
            RecoveryContext around,
            Recovery recovery,
            RecoveryMeters meters,
            IncidentNews news) {
        var memory = new Memory<>(
                "slo-" + rule.name(), rule.policy().start(), rule.codec(), state, around.caller(), around.faults());
        return new Watchdog<>(rule.policy(), memory, setup.watchEvery(), meters, news, recovery::recoverFor);
    }

    private static void pass(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }

    /** What recovers. */
    public Recovery recovery() {
        return recovery;
    }

    /** Whether there is anywhere to tell people. */
    public boolean tells() {
        return outbox.hasChannel();
    }

    /**
     * Tells people something that is no incident. Never blocks.
     *
     * @param kind what it is about
     * @return whether it will be tried
     */
    public boolean tell(String kind, Alert alert) {
        return outbox.offer(kind, alert);
    }

    /** One look: probes, takes over what a dead process has left, and judges the objectives if their tick has come. */
    public void watch(RecoverySignals seen) {
        var served = availability.probe(seen.at());
        recovery.tend(seen);
        watchdog.watch(seen, served);
    }

    /** Stops a recovery that runs, and sends what can be sent, within two seconds. */
    @Override
    public void close() {
        recovery.close();
        outbox.close();
        meters.close();
    }
}
