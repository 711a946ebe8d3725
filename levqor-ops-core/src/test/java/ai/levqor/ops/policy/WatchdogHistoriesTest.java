package ai.levqor.ops.policy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.policy.recovery.RecoveryGuards;
import ai.levqor.ops.policy.recovery.RecoveryObservation;
import ai.levqor.ops.policy.recovery.RecoveryObservation.Means;
import ai.levqor.ops.policy.recovery.RecoveryObservation.Origin;
import ai.levqor.ops.policy.recovery.RecoveryObservation.Switches;
import ai.levqor.ops.policy.recovery.RecoveryPolicy;
import ai.levqor.ops.policy.recovery.RecoverySettings;
import ai.levqor.ops.policy.slo.SloObservation;
import ai.levqor.ops.policy.slo.SloObservation.Outcomes;
import ai.levqor.ops.policy.slo.StreakPolicy;
import ai.levqor.ops.policy.slo.StreakSettings;
import ai.levqor.ops.policy.slo.StreakState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Ten thousand watchdogs, each tick up to 20 s too early or too late")
class WatchdogHistoriesTest {
    private static final int HISTORIES = 10_000;
    private static final int TICKS = 18;
    private static final Duration EVERY = Duration.ofMinutes(5);
    private static final Duration HALF_HOUR = Duration.ofMinutes(30);
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final Random dice = new Random(20_260_301);

    /** A tick, when it came up, and whether an objective was missed. */
    private record Tick(Instant at, boolean breached) {}

    @Test
    @DisplayName(
            "the third breach in a row acts, unless thirty minutes or the latch stand against it; nothing else does")
    void defaults() {
        var acted = 0;
        for (var i = 0; i < HISTORIES; i++) {
            var history = history(dice.nextDouble());

            var actions = actions(history, RecoverySettings.DEFAULTS);

            assertThat(actions).as("%s", history).isEqualTo(due(history, HALF_HOUR, 2));
            acted += actions.size();
        }
        assertThat(acted).isGreaterThan(HISTORIES / 2);
    }

    @Test
    @DisplayName("two actions are never less than thirty minutes apart, though the latch never closes")
    void apart() {
        var settings = new RecoverySettings(0.01, HALF_HOUR, Integer.MAX_VALUE);
        for (var i = 0; i < HISTORIES; i++) {
            var actions = actions(history(0.95), settings);

            for (var second = 1; second < actions.size(); second++) {
                assertThat(Duration.between(actions.get(second - 1), actions.get(second)))
                        .isGreaterThanOrEqualTo(HALF_HOUR);
            }
        }
    }

    @Test
    @DisplayName("with neither cool-down nor latch, three breaches in a row always act")
    void unguarded() {
        var settings = new RecoverySettings(0.01, Duration.ZERO, Integer.MAX_VALUE);
        for (var i = 0; i < HISTORIES; i++) {
            var history = history(dice.nextDouble());

            assertThat(actions(history, settings))
                    .as("%s", history)
                    .isEqualTo(due(history, Duration.ZERO, Integer.MAX_VALUE));
        }
    }

    @Test
    @DisplayName("two breaches of three ticks never act")
    void twoOfThree() {
        var settings = new RecoverySettings(0.01, Duration.ZERO, Integer.MAX_VALUE);
        for (var i = 0; i < HISTORIES; i++) {
            var met = dice.nextInt(3);
            var history = new ArrayList<Tick>();
            for (var tick = 0; tick < TICKS; tick++) {
                history.add(new Tick(time(tick), tick % 3 != met));
            }

            assertThat(actions(history, settings)).isEmpty();
        }
    }

    private List<Tick> history(double share) {
        var history = new ArrayList<Tick>();
        for (var tick = 0; tick < TICKS; tick++) {
            history.add(new Tick(time(tick), dice.nextDouble() < share));
        }
        return history;
    }

    private Instant time(int tick) {
        return NOON.plus(EVERY.multipliedBy(tick)).plusMillis(dice.nextInt(40_001) - 20_000);
    }

    /** What should happen, from the history alone. */
    private static List<Instant> due(List<Tick> history, Duration coolDown, int mostPerHour) {
        var actions = new ArrayList<Instant>();
        var row = 0;
        var latched = false;
        for (var tick : history) {
            row = tick.breached() ? row + 1 : 0;
            var cool = actions.isEmpty()
                    || !tick.at().isBefore(actions.get(actions.size() - 1).plus(coolDown));
            if (row >= 3 && cool && !latched) {
                actions.add(tick.at());
                row = 0;
                latched = actions.stream()
                                .filter(action -> action.plusSeconds(3_600).isAfter(tick.at()))
                                .count()
                        >= mostPerHour;
            }
        }
        return actions;
    }

    /** What happens. */
    private static List<Instant> actions(List<Tick> history, RecoverySettings settings) {
        var slo = new StreakPolicy(StreakSettings.DEFAULTS);
        var recovery = new RecoveryPolicy(settings);
        var actions = new ArrayList<Instant>();
        var streak = StreakState.START;
        var guards = RecoveryGuards.START;
        for (var tick : history) {
            var judged = slo.judge(streak, seen(tick));
            streak = judged.next();
            if (judged.verdict().alarm()) {
                var decided = recovery.decide(guards, asked(tick.at(), actions));
                guards = decided.next();
                if (decided.decision().recovers()) {
                    streak = judged.recovered();
                    actions.add(tick.at());
                }
            }
        }
        return actions;
    }

    private static SloObservation seen(Tick tick) {
        return new SloObservation(
                SloObservation.tickAt(tick.at(), EVERY),
                tick.at(),
                Reading.known(Duration.ofMillis(tick.breached() ? 201 : 200), tick.at()),
                Reading.known(new Outcomes(200, 1), tick.at()),
                Reading.known(0.999, tick.at()));
    }

    private static RecoveryObservation asked(Instant at, List<Instant> actions) {
        return new RecoveryObservation(
                at,
                Origin.WATCHDOG,
                Reading.known(0.005, at),
                Reading.known(1L, at),
                new Switches(true, false),
                new Means(true, Reading.known(1L, at), true, false),
                false,
                actions.isEmpty()
                        ? Optional.empty()
                        : Optional.of(Duration.between(actions.get(actions.size() - 1), at)));
    }
}
