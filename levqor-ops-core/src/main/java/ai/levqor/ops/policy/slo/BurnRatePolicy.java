package ai.levqor.ops.policy.slo;

import ai.levqor.ops.policy.Fact;
import ai.levqor.ops.policy.slo.SloObservation.Outcomes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Multi-window, multi-burn-rate alarms over an error budget, after chapter 5 of Google's <i>SRE Workbook</i>.
 *
 * <pre>
 * burn(w) = error rate over the last w / (1 - objective)
 *
 * alarm   = burn(1 h) &gt; fastBurn  and  burn(5 min)  &gt; fastBurn
 *           or  burn(6 h) &gt; slowBurn  and  burn(30 min) &gt; slowBurn
 * </pre>
 *
 * <p>The long window says that it matters: at the default rates 2 % (1 h) or 5 % (6 h) of the budget of 30 days is gone.
 * The short one says that it goes on. A tick is a breach if a short window burns too fast; a long one alone is the trace
 * of something that is over.
 *
 * <p>Ticks without data, and ticks that nobody saw, are holes: a window is judged by the requests that it has, as is the
 * field's custom, because unknown is neither good nor bad. A tick without data raises no alarm itself, and neither counts
 * nor resets the streak. At the beginning the custom would judge six hours by the first five minutes, and one bad tick
 * after a start would be an alarm. Here what lies before the first traffic in memory counts as traffic of the same size
 * that did not fail:
 *
 * <pre>
 * error rate over w = failures / total * min(1, ticks since the first with traffic / ticks of w)
 * </pre>
 *
 * so that an alarm always stands for budget that was seen to go. A full outage is an alarm at the first tick all the
 * same. A recovery begins the memory anew.
 *
 * <p>Only outcomes are judged, each tick by those since the one before; latency and availability are not looked at.
 */
public final class BurnRatePolicy implements SloPolicy<BurnState> {
    private final BurnSettings settings;
    private final BurnWindow hour;
    private final BurnWindow fiveMinutes;
    private final BurnWindow sixHours;
    private final BurnWindow halfHour;

    /** A policy with these numbers. */
    public BurnRatePolicy(BurnSettings settings) {
        this.settings = settings;
        this.hour = settings.window("burn_1h", Duration.ofHours(1), settings.fastBurn());
        this.fiveMinutes = settings.window("burn_5m", Duration.ofMinutes(5), settings.fastBurn());
        this.sixHours = settings.window("burn_6h", Duration.ofHours(6), settings.slowBurn());
        this.halfHour = settings.window("burn_30m", Duration.ofMinutes(30), settings.slowBurn());
    }

    /** The numbers it decides by. */
    public BurnSettings settings() {
        return settings;
    }

    @Override
    public BurnState start() {
        return BurnState.START;
    }

    @Override
    public SloStep<BurnState> judge(BurnState state, SloObservation seen) {
        if (Ticks.judged(state.last(), seen.tick())) {
            return step(Judgement.REPEATED, SloReason.ALREADY_JUDGED, seen, state);
        }
        var before = Ticks.wentBack(state.last(), seen.tick()) ? BurnState.START : state;
        var outcomes = outcomes(before, seen);
        if (seen.errorRate().value().isEmpty()) {
            var held = new BurnState(seen.tick(), before.streak(), outcomes);
            return step(Judgement.NO_DATA, SloReason.NO_DATA, seen, held);
        }
        var reason = reason(outcomes);
        var burnsNow = fiveMinutes.burns(outcomes) || halfHour.burns(outcomes);
        var streak = alarms(reason) ? before.streak() + 1 : 0;
        var judgement = burnsNow ? Judgement.BREACHED : Judgement.MET;
        return step(judgement, reason, seen, new BurnState(seen.tick(), streak, outcomes));
    }

    private SloStep<BurnState> step(Judgement judgement, SloReason reason, SloObservation seen, BurnState next) {
        var verdict = new SloVerdict(judgement, reason, alarms(reason), next.streak(), facts(seen, next));
        return new SloStep<>(verdict, next, new BurnState(next.last(), 0, List.of()));
    }

    private static boolean alarms(SloReason reason) {
        return reason == SloReason.BURN_1H_5M || reason == SloReason.BURN_6H_30M;
    }

    private SloReason reason(List<Outcomes> outcomes) {
        var overHour = hour.burns(outcomes);
        var overFiveMinutes = fiveMinutes.burns(outcomes);
        if (overHour && overFiveMinutes) {
            return SloReason.BURN_1H_5M;
        }
        var overSixHours = sixHours.burns(outcomes);
        var overHalfHour = halfHour.burns(outcomes);
        if (overSixHours && overHalfHour) {
            return SloReason.BURN_6H_30M;
        }
        return overHour || overFiveMinutes || overSixHours || overHalfHour
                ? SloReason.BURNING
                : SloReason.WITHIN_OBJECTIVES;
    }

    /** With this tick, with holes for those that nobody saw, and from the first with traffic on. */
    private List<Outcomes> outcomes(BurnState before, SloObservation seen) {
        var outcomes = new ArrayList<>(before.outcomes());
        var unseen = before.last() == null ? 0 : Math.min(seen.tick() - before.last() - 1, sixHours.ticks());
        for (var i = 0; i < unseen; i++) {
            outcomes.add(Outcomes.NONE);
        }
        outcomes.add(seen.outcomes().value().orElse(Outcomes.NONE));
        var first = Math.max(0, outcomes.size() - sixHours.ticks());
        while (first < outcomes.size() && outcomes.get(first).total() == 0) {
            first++;
        }
        return outcomes.subList(first, outcomes.size());
    }

    private List<Fact> facts(SloObservation seen, BurnState next) {
        var facts = new ArrayList<Fact>();
        seen.errorRate().value().ifPresent(rate -> facts.add(new Fact("error_rate", rate, "ratio", Fact.NO_LIMIT)));
        for (var window : List.of(hour, fiveMinutes, sixHours, halfHour)) {
            window.fact(next.outcomes()).ifPresent(facts::add);
        }
        facts.add(new Fact("streak", next.streak(), "alarms", Fact.NO_LIMIT));
        return facts;
    }
}
