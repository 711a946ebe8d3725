package ai.levqor.ops.engine.recovery;

import ai.levqor.ops.engine.ask.Memory;
import ai.levqor.ops.engine.recovery.RecoveryReport.Request;
import ai.levqor.ops.engine.recovery.StepReport.Status;
import ai.levqor.ops.policy.recovery.RecoveryObservation.Origin;
import ai.levqor.ops.policy.recovery.RecoveryPolicy;
import ai.levqor.ops.spi.state.StateStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Recovers from incidents, by request and for the watchdog: one recovery at a time over all instances that share the
 * state store.
 *
 * <p><b>Threading:</b> safe for many threads.
 */
public final class Recovery implements AutoCloseable {
    private static final String STATE_KEY = "recovery";
    private static final int ATTEMPTS = 3;

    private final RecoverySetup setup;
    private final RecoveryContext around;
    private final RunKeeper keeper;
    private final Decider decider;
    private final Steps steps;
    private final IncidentLog log;
    private final IncidentNews news;
    private final RecoveryMeters meters;
    private final RecoveryThread thread;
    private final Elsewhere elsewhere;
    private final AtomicReference<@Nullable Execution> running = new AtomicReference<>();
    private Optional<Long> lastRunNanos = Optional.empty();

    Recovery(
            RecoverySetup setup,
            RecoveryParts parts,
            StateStore state,
            LineLog lines,
            RecoveryContext around,
            RecoveryMeters meters,
            IncidentNews news,
            Pause pause) {
        this.setup = setup;
        this.around = around;
        this.meters = meters;
        this.news = news;
        var memory = new Memory<>(
                STATE_KEY, RecoveryState.START, new RecoveryStateCodec(), state, around.caller(), around.faults());
        this.keeper = new RunKeeper(memory, UUID.randomUUID().toString(), around.clock(), around.ticker());
        this.decider = new Decider(new RecoveryPolicy(setup.policy()), parts, around.caller(), around.faults());
        this.steps = new Steps(parts, setup.redrive(), around.caller(), around.faults(), around.ticker(), pause);
        this.log = new IncidentLog(lines, setup.kept(), around.caller(), around.faults());
        this.thread = new RecoveryThread(around.faults());
        this.elsewhere = new Elsewhere(keeper, around.ticker());
    }

    /**
     * Recovers now, if it is called for and no guard refuses it, and waits for its end for as long as
     * {@link RecoverySetup#answerWithin} at the most. Asked again by the same name, it gives the same report, and there
     * is no second recovery, whichever instance is asked.
     *
     * @return what was decided and what became of it; it is {@link RecoveryOutcome#RUNNING} if it takes longer. Faults of
     *     the host's parts and stores are in it and not thrown.
     */
    public RecoveryReport recover(RecoveryRequest request) {
        return begin(named(request), of(Origin.MANUAL, request)).await(setup.answerWithin());
    }

    /** What {@link #recover} would do at this moment. Nothing is changed but one line of the incident log, marked so. */
    public RecoveryReport plan(RecoveryRequest request, RecoveryWhatIf instead) {
        keeper.turn().lock();
        try {
            var report = foresee(request, instead);
            log.append(report);
            return report;
        } finally {
            keeper.turn().unlock();
        }
    }

    /** The same as {@link #plan}, and not even that line is written. */
    public RecoveryReport foresee(RecoveryRequest request, RecoveryWhatIf instead) {
        keeper.turn().lock();
        try {
            var asked = of(Origin.MANUAL, request);
            var signals = around.look().get();
            var step = decider.decide(keeper.load(), signals, instead, asked, sinceLastRun());
            return Decider.report(named(request), signals, asked, step, true);
        } finally {
            keeper.turn().unlock();
        }
    }

    /** The last incidents, newest first; one that is under way is the first. */
    public List<RecoveryReport> incidents(int limit) {
        var now = active();
        var past = log.newest(limit);
        if (now.isEmpty()
                || now.get().over().isDone()
                || past.stream().anyMatch(report -> report.equals(now.get().report()))) {
            return past;
        }
        return Stream.concat(Stream.of(now.get().report()), past.stream())
                .limit(limit)
                .toList();
    }

    /**
     * Ends the recovery that this process runs: its redrive stops after the batch in hand, and no further step is begun.
     *
     * @return how far it had come; empty if this process runs none
     */
    public Optional<RecoveryReport> cancel() {
        return brake(Brake.Cause.CANCELLED, "cancelled by a person")
                .map(stopped -> Ticket.of(stopped).await(setup.answerWithin()));
    }

    /** Stops the recovery that this process runs; empty if it runs none. Waits for nothing. */
    Optional<Execution> brake(Brake.Cause cause, String detail) {
        var now = active();
        now.ifPresent(it -> it.brake().pull(cause, detail));
        return now;
    }

    /**
     * Lets automatic recoveries happen again after the latch has closed.
     *
     * @return whether the latch was closed; empty if the state store could not be written
     */
    public Optional<Boolean> release() {
        keeper.turn().lock();
        try {
            var closed = keeper.load().guards().latchedSince().isPresent();
            if (!keeper.release()) {
                return Optional.empty();
            }
            meters.latched(false);
            return Optional.of(closed);
        } finally {
            keeper.turn().unlock();
        }
    }

    /** What keeps automatic recovery from working, for a person; empty if nothing does. */
    public Optional<String> trouble() {
        return keeper.last().guards().latchedSince().isPresent()
                ? Optional.of("automatic recovery is latched until a person releases it")
                : Optional.empty();
    }

    /** Done as soon as this process runs no recovery. */
    Future<?> idle() {
        return active().<Future<?>>map(Execution::over).orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    /** A recovery for the watchdog; returns as soon as it is decided. */
    RecoveryReport recoverFor(long tick) {
        var request = new Request(Origin.WATCHDOG, Optional.empty(), Optional.empty());
        return begin("watchdog-" + tick, request).report();
    }

    /** Takes over what a dead process has left, stops a redrive that does harm, and writes what could not be written. */
    void tend(RecoverySignals signals) {
        keeper.turn().lock();
        try {
            var state = takeOver(keeper.load(), signals);
            keeper.remember(state, state.guards().at(signals.at()));
            meters.latched(state.guards().latchedSince().isPresent());
            meters.deadLetters(decider.deadLetters());
        } finally {
            keeper.turn().unlock();
        }
        active().ifPresent(it -> it.abortIfWorse(signals.errorRate().value()));
        log.flush();
    }

    private Ticket begin(String incidentId, Request request) {
        keeper.turn().lock();
        try {
            for (int attempt = 1; ; attempt++) {
                var begun = tryBegin(incidentId, request, attempt == ATTEMPTS);
                if (begun.isPresent()) {
                    return begun.get();
                }
            }
        } finally {
            keeper.turn().unlock();
        }
    }

    /** Empty if another instance wrote at the same moment, and it may be tried again. */
    private Optional<Ticket> tryBegin(String incidentId, Request request, boolean lastAttempt) {
        var loaded = keeper.load();
        var known = known(loaded, incidentId);
        if (known.isPresent()) {
            return known;
        }
        var signals = around.look().get();
        var state = takeOver(loaded, signals);
        var begun = known(state, incidentId)
                .or(() -> state.underWay(incidentId).map(report -> Ticket.of(report, elsewhere)));
        if (begun.isPresent()) {
            return begun;
        }
        var step = decider.decide(state, signals, RecoveryWhatIf.NOTHING, request, sinceLastRun());
        var report = Decider.report(incidentId, signals, request, step, false);
        var recovers = step.decision().recovers();
        var kept = recovers ? keeper.claim(step.next(), report) : keeper.refuse(report);
        if (!kept && keeper.usable() && !lastAttempt) {
            return Optional.empty();
        }
        if (!recovers) {
            news.refused(report);
            return Optional.of(Ticket.of(concluded(report)));
        }
        if (!kept) {
            return Optional.of(Ticket.of(concluded(report.withUnended(planned ->
                            StepReport.of(planned.action(), Status.SKIPPED, "the state store cannot be written"))
                    .with(RecoveryOutcome.STORE_FAILED, around.clock().instant()))));
        }
        lastRunNanos = Optional.of(around.ticker().getAsLong());
        meters.latched(step.next().latchedSince().isPresent());
        news.began(report);
        return Optional.of(
                Ticket.of(execute(report, Optional.empty(), step.decision().latches())));
    }

    /** What this process runs by that name, or what became of it. */
    private Optional<Ticket> known(RecoveryState state, String incidentId) {
        return active().filter(it -> it.incidentId().equals(incidentId))
                .map(Ticket::of)
                .or(() -> settled(state, incidentId).map(Ticket::of));
    }

    /** What all instances know, then what this one has written: the store may have been away at the end. */
    private Optional<RecoveryReport> settled(RecoveryState state, String incidentId) {
        return state.settled().of(incidentId).or(() -> log.settled(incidentId));
    }

    /** What this process runs now. */
    private Optional<Execution> active() {
        return Optional.ofNullable(running.get()).filter(it -> !it.over().isDone());
    }

    private Execution execute(RecoveryReport report, Optional<RecoveryOutcome> verdict, boolean latches) {
        var execution = new Execution(report, verdict, keeper, steps, around.clock(), around.ticker(), ended -> {
            concluded(ended);
            news.ended(ended, latches);
        });
        running.set(execution);
        if (!thread.run(execution)) {
            execution.brake().pull(Brake.Cause.CLOSED, "the autopilot is closed");
            execution.run();
        }
        return execution;
    }

    private RecoveryReport concluded(RecoveryReport report) {
        log.append(report);
        meters.ended(report);
        return report;
    }

    /** A recovery whose process has died is reported; only a redrive is taken up, since the queue knows where it stands. */
    private RecoveryState takeOver(RecoveryState state, RecoverySignals signals) {
        if (state.run().isEmpty()
                || active().isPresent()
                || (!keeper.mine(state.run().get()) && !keeper.dead(state.run().get()))) {
            return state;
        }
        var left = state.run().get().report();
        var settled = settled(state, left.incidentId());
        var report =
                settled.orElseGet(() -> Aftermath.of(left, signals.switches().autorecover(), signals.at()));
        if (!keeper.claim(state.guards(), report)) {
            return keeper.last();
        }
        if (settled.isEmpty()) {
            execute(report, Aftermath.verdict(left), false);
        } else {
            var unused = keeper.end(report);
        }
        return keeper.last();
    }

    private Optional<Duration> sinceLastRun() {
        return lastRunNanos.map(last -> Duration.ofNanos(around.ticker().getAsLong() - last));
    }

    /** Stops a recovery that runs, and gives it a second to write down how far it has come. */
    @Override
    public void close() {
        var unused = brake(Brake.Cause.CLOSED, "the autopilot was closed");
        thread.close();
    }

    private static Request of(Origin origin, RecoveryRequest request) {
        return new Request(origin, request.note(), request.resumes());
    }

    private static String named(RecoveryRequest request) {
        return request.incidentId().orElseGet(() -> "inc-" + UUID.randomUUID());
    }
}
