package ai.levqor.ops.policy.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.policy.Reading;
import ai.levqor.ops.policy.recovery.RecoveryObservation.Means;
import ai.levqor.ops.policy.recovery.RecoveryObservation.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

@Label("What holds of recoveries over any history")
@PropertyDefaults(tries = 300, edgeCases = EdgeCasesMode.NONE)
class RecoveryPropertyTest {

    /** Somebody asks, so long after the one before; a person may release the latch first. */
    record Asked(Duration after, Ask ask, boolean released) {}

    private record Run(Instant at, Origin origin) {}

    @Property
    @Label("the same guards and the same observation give the same step")
    void sameAgain(@ForAll("histories") List<Asked> history) {
        assertThat(steps(RecoverySettings.DEFAULTS, history)).isEqualTo(steps(RecoverySettings.DEFAULTS, history));
    }

    @Property
    @Label("the steps are always redrive, workers, rotation; all are skipped exactly if it is refused")
    void steps(@ForAll("histories") List<Asked> history) {
        for (var step : steps(RecoverySettings.DEFAULTS, history)) {
            var decision = step.decision();

            assertThat(decision.steps()).extracting(PlannedStep::action).containsExactly(RecoveryAction.values());
            assertThat(decision.steps())
                    .allSatisfy(planned ->
                            assertThat(planned.skipped().equals(refused())).isEqualTo(!decision.recovers()));
            if (!decision.recovers()) {
                assertThat(step.next()).isEqualTo(step.unapplied());
                assertThat(decision.latches()).isFalse();
            }
        }
    }

    @Property
    @Label("without a release there are never more automatic recoveries in an hour than allowed, and after that none")
    void budget(@ForAll("histories") List<Asked> history) {
        var settings = new RecoverySettings(0.01, Duration.ofMinutes(5), 3);
        var kept = history.stream()
                .map(asked -> new Asked(asked.after(), asked.ask(), false))
                .toList();

        var runs = runs(settings, kept).stream()
                .filter(run -> run.origin() == Origin.WATCHDOG)
                .map(Run::at)
                .toList();

        for (var i = 0; i + 3 <= runs.size(); i++) {
            var hourFull = Duration.between(runs.get(i), runs.get(i + 2)).compareTo(Duration.ofHours(1)) < 0;
            assertThat(hourFull && i + 3 < runs.size()).as("runs %s", runs).isFalse();
        }
    }

    @Property
    @Label("an automatic recovery is never less than the cool-down after any other, released or not")
    void coolDown(@ForAll("histories") List<Asked> history) {
        var runs = runs(RecoverySettings.DEFAULTS, history);

        for (var i = 1; i < runs.size(); i++) {
            if (runs.get(i).origin() == Origin.WATCHDOG) {
                assertThat(Duration.between(runs.get(i - 1).at(), runs.get(i).at()))
                        .isGreaterThanOrEqualTo(Duration.ofMinutes(30));
            }
        }
    }

    @Property
    @Label("nothing recovers while one is under way or with the kill switch off")
    void neverAgainstTheSwitch(@ForAll("histories") List<Asked> history) {
        var steps = steps(RecoverySettings.DEFAULTS, history);

        for (var i = 0; i < steps.size(); i++) {
            var ask = history.get(i).ask();
            assertThat(steps.get(i).decision().recovers()
                            && (ask.running() || !ask.switches().autorecover()))
                    .isFalse();
        }
    }

    @Provide
    Arbitrary<List<Asked>> histories() {
        var minutes = Arbitraries.frequencyOf(
                        Tuple.of(8, Arbitraries.longs().between(0, 20)),
                        Tuple.of(2, Arbitraries.of(29L, 30L, 31L, 59L, 60L, 61L)))
                .map(Duration::ofMinutes);
        var means = Combinators.combine(booleans(), readings(List.of(0L, 1L, 9L)), booleans(), booleans())
                .as(Means::new);
        var asks = Combinators.combine(
                        Arbitraries.of(Ask.WATCHDOG, Ask.WATCHDOG, Ask.WATCHDOG, Ask.MANUAL),
                        readings(List.of(0.0, 0.01, 0.011, 1.0)),
                        readings(List.of(0L, 1L)),
                        means,
                        mostly(),
                        booleans(),
                        mostly())
                .as((ask, rate, failures, can, autorecover, newQueue, idle) -> {
                    var made = ask.errorRate(rate)
                            .failures(failures)
                            .means(can)
                            .autorecover(autorecover)
                            .newQueue(newQueue);
                    return idle ? made : made.whileRunning();
                });
        return Combinators.combine(minutes, asks, mostly())
                .as((after, ask, kept) -> new Asked(after, ask, !kept))
                .list()
                .ofMinSize(1)
                .ofMaxSize(60);
    }

    private static Arbitrary<Boolean> booleans() {
        return Arbitraries.of(true, false);
    }

    private static Arbitrary<Boolean> mostly() {
        return Arbitraries.frequency(Tuple.of(9, true), Tuple.of(1, false));
    }

    private static <T> Arbitrary<Reading<T>> readings(List<T> values) {
        var known = Arbitraries.of(values).map(Ask::known);
        return Arbitraries.frequencyOf(Tuple.of(9, known), Tuple.of(1, Arbitraries.create(Ask::unknown)));
    }

    private static Optional<PlannedStep.Skip> refused() {
        return Optional.of(PlannedStep.Skip.REFUSED);
    }

    private static List<RecoveryStep> steps(RecoverySettings settings, List<Asked> history) {
        var policy = new RecoveryPolicy(settings);
        var steps = new ArrayList<RecoveryStep>();
        var guards = RecoveryGuards.START;
        var at = Ask.NOON;
        for (var asked : history) {
            at = at.plus(asked.after());
            var step = policy.decide(
                    asked.released() ? guards.released() : guards,
                    asked.ask().at(at).observation());
            guards = step.next();
            steps.add(step);
        }
        return steps;
    }

    private static List<Run> runs(RecoverySettings settings, List<Asked> history) {
        var runs = new ArrayList<Run>();
        var at = Ask.NOON;
        var steps = steps(settings, history);
        for (var i = 0; i < steps.size(); i++) {
            at = at.plus(history.get(i).after());
            if (steps.get(i).decision().recovers()) {
                runs.add(new Run(at, history.get(i).ask().origin()));
            }
        }
        return runs;
    }
}
