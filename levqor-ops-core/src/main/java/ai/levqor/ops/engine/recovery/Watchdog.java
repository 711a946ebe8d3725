package ai.levqor.ops.engine.recovery;

import ai.levqor.ops.engine.ask.Memory;
import ai.levqor.ops.policy.Reading;
import ai.levqor.ops.policy.slo.Judgement;
import ai.levqor.ops.policy.slo.SloObservation;
import ai.levqor.ops.policy.slo.SloPolicy;
import ai.levqor.ops.policy.slo.SloVerdict;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongFunction;

/**
 * Judges the objectives once for each tick number, and asks for a recovery while its alarm stands. What it remembers is in
 * the state store, so the streak goes on through a restart and another leader; whoever writes a tick first has judged it.
 *
 * <p><b>Threading:</b> used by one thread at a time.
 */
final class Watchdog<S> {
    private final SloPolicy<S> policy;
    private final Memory<S> memory;
    private final Duration every;
    private final RecoveryMeters meters;
    private final IncidentNews news;
    private final LongFunction<RecoveryReport> recover;
    private OptionalLong judged = OptionalLong.empty();

    /**
     * @param recover asks for a recovery on behalf of a tick
     */
    Watchdog(
            SloPolicy<S> policy,
            Memory<S> memory,
            Duration every,
            RecoveryMeters meters,
            IncidentNews news,
            LongFunction<RecoveryReport> recover) {
        this.policy = policy;
        this.memory = memory;
        this.every = every;
        this.meters = meters;
        this.news = news;
        this.recover = recover;
    }

    /** Judges, if nobody has judged this tick yet. */
    void watch(RecoverySignals seen, Reading<Double> availability) {
        var tick = SloObservation.tickAt(seen.at(), every);
        if (judged.isPresent() && judged.getAsLong() == tick) {
            return;
        }
        var state = memory.load();
        var step = policy.judge(state, new SloObservation(tick, seen.at(), seen.p99(), seen.outcomes(), availability));
        if (step.verdict().judgement() != Judgement.REPEATED && !memory.save(step.next())) {
            if (memory.usable()) {
                judged = OptionalLong.of(tick); // by another instance
            }
            return; // without memory, nothing is acted on, and the next look tries again
        }
        judged = OptionalLong.of(tick);
        meters.streak(step.verdict().streak());
        if (step.verdict().judgement() != Judgement.REPEATED) {
            act(tick, step.verdict(), seen, step.recovered());
        }
    }

    private void act(long tick, SloVerdict verdict, RecoverySignals seen, S recovered) {
        if (verdict.alarm()) {
            news.alarm();
            if (recover.apply(tick).reason().recovers()) {
                // Lost if another instance has judged a later tick: the cool-down still stands.
                var unused = memory.save(recovered);
            }
        } else if (verdict.judgement() == Judgement.MET) {
            news.calm(seen.at());
        }
    }
}
