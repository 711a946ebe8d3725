package ai.levqor.ops.policy.scale;

import ai.levqor.ops.policy.Reading;
import ai.levqor.ops.policy.scale.StepState.SpendVerdict;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The default policy: one worker at a time, up at once, down after a long calm.
 *
 * <pre>
 * pressure = P95 &gt; p95Above  or  depth &gt; depthAbove
 * idle     = (P95 &lt; p95Below or no requests)  and  depth == 0
 *
 * idle without a break for `lasting`, above min     -&gt; scale_down by one, and the time starts again
 * else the cost guard stands                        -&gt; freeze
 * else pressure (or fewer than min), below max,
 *      and the last step up `stepUpEvery` ago       -&gt; scale_up by one
 * else                                              -&gt; hold
 * </pre>
 *
 * <p>A latency or a depth that is unknown, or sampled more than {@code maxAge} from the observation's time, is neither
 * pressure nor idle, and breaks idleness; a known pressure on the other signal still counts. So do observations more
 * than {@code maxGap} apart, a clock that went back, and a worker count that somebody else changed: idleness that was
 * not seen is not assumed.
 *
 * <p>While the spend is unknown, the verdict on the last known spend stands, until it has been unknown for longer than
 * {@code unknownFor}; from then on the guard stands.
 */
public final class StepPolicy implements ScalePolicy<StepState> {
    private final StepSettings settings;
    private final @Nullable BigDecimal spendStop;
    private final @Nullable BigDecimal forecastStop;
    private final StepFacts facts;

    /** A policy with these numbers. */
    public StepPolicy(StepSettings settings) {
        this.settings = settings;
        this.spendStop = settings.costGuard().spendStop().orElse(null);
        this.forecastStop = settings.costGuard().forecastStop().orElse(null);
        this.facts = new StepFacts(settings);
    }

    /** The numbers it decides by. */
    public StepSettings settings() {
        return settings;
    }

    @Override
    public StepState start() {
        return StepState.START;
    }

    @Override
    public ScaleStep<StepState> decide(StepState state, ScaleObservation seen) {
        var load = Load.of(settings, seen);
        var idleSince = load.idle() ? idleSince(state, seen) : null;
        var lastUpAt = notAfter(state.lastUpAt(), seen.at());
        var spend = judgeSpend(state, seen);
        var memory = new StepState(seen.at(), seen.workers(), idleSince, lastUpAt, spend.knownAt(), spend.verdict());

        var reason = reason(load, memory, spend.frozen(), seen);
        var action = action(reason);
        var to = seen.workers() + (action == ScaleAction.SCALE_UP ? 1 : action == ScaleAction.SCALE_DOWN ? -1 : 0);
        var decision =
                new ScaleDecision(action, reason, seen.workers(), to, guard(spend), facts.of(seen, memory, reason));
        return new ScaleStep<>(decision, action.changes() ? after(memory, action, to, seen.at()) : memory, memory);
    }

    private ScaleReason reason(Load load, StepState memory, @Nullable ScaleReason frozen, ScaleObservation seen) {
        var limits = settings.limits();
        if (memory.idleSince() != null
                && seen.workers() > limits.min()
                && Elapsed.reaches(
                        memory.idleSince(), seen.at(), settings.idle().lasting())) {
            return ScaleReason.IDLE;
        }
        if (frozen != null) {
            return frozen;
        }
        var wanted = seen.workers() < limits.min() ? ScaleReason.BELOW_MIN : load.pressure();
        if (wanted != null) {
            if (seen.workers() >= limits.max()) {
                return ScaleReason.AT_MAX;
            }
            return memory.lastUpAt() == null
                            || Elapsed.reaches(
                                    memory.lastUpAt(),
                                    seen.at(),
                                    settings.pace().stepUpEvery())
                    ? wanted
                    : ScaleReason.STEP_UP_TOO_SOON;
        }
        var unknown = load.unknown();
        if (unknown != null) {
            return unknown;
        }
        if (!load.idle()) {
            return ScaleReason.WITHIN_LIMITS;
        }
        return seen.workers() <= limits.min() ? ScaleReason.AT_MIN : ScaleReason.IDLE_NOT_LONG_ENOUGH;
    }

    private static ScaleAction action(ScaleReason reason) {
        return switch (reason) {
            case IDLE -> ScaleAction.SCALE_DOWN;
            case LATENCY_PRESSURE, QUEUE_PRESSURE, LATENCY_AND_QUEUE_PRESSURE, BELOW_MIN -> ScaleAction.SCALE_UP;
            case SPEND_AT_LIMIT, FORECAST_OVER_LIMIT, SPEND_UNKNOWN -> ScaleAction.FREEZE;
            default -> ScaleAction.HOLD;
        };
    }

    private ScaleDecision.Guard guard(SpendJudgement spend) {
        if (spendStop == null) {
            return ScaleDecision.Guard.OFF;
        }
        return spend.frozen() == null ? ScaleDecision.Guard.CLEAR : ScaleDecision.Guard.FROZEN;
    }

    private static StepState after(StepState memory, ScaleAction action, int to, Instant at) {
        return action == ScaleAction.SCALE_UP
                ? new StepState(at, to, null, at, memory.spendKnownAt(), memory.spendVerdict())
                : new StepState(at, to, at, memory.lastUpAt(), memory.spendKnownAt(), memory.spendVerdict());
    }

    private Instant idleSince(StepState state, ScaleObservation seen) {
        var since = state.idleSince();
        var lastSeen = state.seenAt();
        if (since == null || lastSeen == null || state.workers() != seen.workers()) {
            return seen.at();
        }
        var gapless = !seen.at().isBefore(lastSeen)
                && !Elapsed.exceeds(lastSeen, seen.at(), settings.pace().maxGap());
        return gapless && !since.isAfter(seen.at()) ? since : seen.at();
    }

    private SpendJudgement judgeSpend(StepState state, ScaleObservation seen) {
        if (spendStop == null || forecastStop == null) {
            return SpendJudgement.OFF;
        }
        var at = seen.at();
        Instant knownAt;
        SpendVerdict verdict;
        if (seen.spend() instanceof Reading.Known<SpendLevel> known) {
            knownAt = known.sampledAt().isAfter(at) ? at : known.sampledAt();
            verdict = verdict(known.measured(), spendStop, forecastStop);
        } else {
            var before = notAfter(state.spendKnownAt(), at);
            knownAt = before == null ? at : before;
            verdict = state.spendVerdict();
        }
        if (Elapsed.exceeds(knownAt, at, settings.costGuard().unknownFor())) {
            return new SpendJudgement(knownAt, verdict, ScaleReason.SPEND_UNKNOWN);
        }
        var frozen = switch (verdict) {
            case FREE -> null;
            case SPEND_AT_LIMIT -> ScaleReason.SPEND_AT_LIMIT;
            case FORECAST_OVER_LIMIT -> ScaleReason.FORECAST_OVER_LIMIT;
        };
        return new SpendJudgement(knownAt, verdict, frozen);
    }

    private static SpendVerdict verdict(SpendLevel level, BigDecimal spendStop, BigDecimal forecastStop) {
        if (level.last24h().compareTo(spendStop) >= 0) {
            return SpendVerdict.SPEND_AT_LIMIT;
        }
        var forecast = level.forecastNext30d();
        return forecast.isPresent() && forecast.get().compareTo(forecastStop) > 0
                ? SpendVerdict.FORECAST_OVER_LIMIT
                : SpendVerdict.FREE;
    }

    /** A time that a clock gone back has put into the future is taken for now. */
    private static @Nullable Instant notAfter(@Nullable Instant time, Instant now) {
        return time != null && time.isAfter(now) ? now : time;
    }

    /** When the spend was last known, what it meant then, and why that freezes; null reason: it does not. */
    private record SpendJudgement(
            @Nullable Instant knownAt,
            SpendVerdict verdict,
            @Nullable ScaleReason frozen) {
        static final SpendJudgement OFF = new SpendJudgement(null, SpendVerdict.FREE, null);
    }
}
