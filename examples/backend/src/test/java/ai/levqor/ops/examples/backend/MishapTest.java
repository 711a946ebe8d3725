package ai.levqor.ops.examples.backend;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.engine.recovery.RecoverySetup;
import ai.levqor.ops.engine.recovery.RecoverySetup.Rule;
import ai.levqor.ops.policy.Reading;
import ai.levqor.ops.policy.Reading.UnknownCause;
import ai.levqor.ops.policy.recovery.RecoveryGuards;
import ai.levqor.ops.policy.recovery.RecoveryObservation;
import ai.levqor.ops.policy.recovery.RecoveryObservation.Means;
import ai.levqor.ops.policy.recovery.RecoveryObservation.Origin;
import ai.levqor.ops.policy.recovery.RecoveryObservation.Switches;
import ai.levqor.ops.policy.recovery.RecoveryPolicy;
import ai.levqor.ops.policy.slo.SloObservation;
import ai.levqor.ops.policy.slo.SloObservation.Outcomes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The mishap of the story in virtual time, by the example's settings and the real policies. */
class MishapTest {
    private static final int SLICES_PER_SECOND = 10;

    private final Story story = new Story();
    private final RecoverySetup setup = ExampleSettings.forStory(Map.of())
            .in(new DataFolder(Path.of("unused")), LocalDate.EPOCH, "a-token-for-this-test")
            .incidents();

    @ParameterizedTest(name = "a tick every {0} ms, orders from number {1} on")
    @CsvSource({"3000, 200", "3000, 0", "3000, 450", "3100, 200", "3600, 200", "4400, 200"})
    @DisplayName(
            "whenever the watchdog looks: the provider is back before the first recovery, and the second is the last")
    void twoRecoveries(int tickMillis, long firstOrder) {
        for (var watchdogPhase = 0; watchdogPhase < 5_000; watchdogPhase += 500) {
            for (var tickPhase = 0; tickPhase < tickMillis; tickPhase += 500) {
                var round = new Round(setup.rule(), watchdogPhase, firstOrder);

                for (var now = tickPhase; now < Story.LENGTH.toMillis(); now += tickMillis) {
                    round.tick(now);
                }

                var phases = "watchdog at " + watchdogPhase + " ms, tick at " + tickPhase + " ms";
                assertThat(round.recoveries).as(phases).hasSize(2);
                assertThat(round.recoveries.get(0)).as(phases).isBetween(75_000L, 95_000L);
                assertThat(round.recoveries.get(1)).as(phases).isLessThan(120_000);
                assertThat(round.quarantine).as(phases).containsExactly(1_500L, 3_000L, 4_500L, 6_000L);
                assertThat(round.dead).as(phases).isEmpty();
                assertThat(round.redriven).as(phases).isBetween(150L, 250L);
            }
        }
    }

    /** One round of the story, with orders that are done as soon as they come. */
    private final class Round {
        private final Watch<?> watch;
        private final Instant start;
        private final RecoveryPolicy policy = new RecoveryPolicy(setup.policy());
        private final long[] ended = new long[(int) Story.LENGTH.toSeconds() * SLICES_PER_SECOND];
        private final long[] failed = new long[ended.length];
        private final List<Long> dead = new ArrayList<>();
        private final List<Long> deadAgain = new ArrayList<>();
        private final List<Long> quarantine = new ArrayList<>();
        private final List<Long> recoveries = new ArrayList<>();
        private RecoveryGuards guards = RecoveryGuards.START;
        private long redriven;
        private int slices;
        private long orders;
        private double fraction;

        Round(Rule<?> rule, long watchdogPhase, long firstOrder) {
            this.watch = Watch.of(rule);
            this.start = Instant.EPOCH.plusMillis(watchdogPhase);
            this.orders = firstOrder;
        }

        /** As the loop does: looks, judges if it is time, recovers if it is called for. */
        void tick(long now) {
            while (slices * 1_000L < now * SLICES_PER_SECOND) {
                arrive(slices++);
            }
            var at = start.plusMillis(now);
            var outcomes = Reading.known(outcomes(), at);
            var seen = new SloObservation(
                    SloObservation.tickAt(at, setup.watchEvery()),
                    at,
                    Reading.unknown(UnknownCause.NO_SAMPLES),
                    outcomes,
                    Reading.unknown(UnknownCause.NOT_CONFIGURED));
            if (!watch.alarms(seen)) {
                return;
            }
            var step = policy.decide(
                    guards,
                    new RecoveryObservation(
                            at,
                            Origin.WATCHDOG,
                            seen.errorRate(),
                            outcomes.map(Outcomes::failures),
                            new Switches(true, false),
                            new Means(true, Reading.known((long) dead.size() + deadAgain.size(), at), true, false),
                            false,
                            Optional.empty()));
            guards = step.next();
            if (step.decision().recovers()) {
                recoveries.add(now);
                watch.recovered();
                redrive(now);
            }
        }

        private void arrive(int slice) {
            var since = Duration.ofMillis(slice * 1_000L / SLICES_PER_SECOND);
            fraction += story.ratePerSecond(since) / SLICES_PER_SECOND;
            for (; fraction >= 1; fraction--) {
                var order = ++orders;
                ended[slice] += 2; // the request, and the job
                if (story.fails(order, since)) {
                    failed[slice]++;
                    dead.add(order);
                }
            }
        }

        private void redrive(long now) {
            assertThat(setup.redrive().mostRedrives()).isEqualTo(1);
            quarantine.addAll(deadAgain);
            deadAgain.clear();
            for (var order : dead) {
                redriven++;
                ended[slices - 1]++;
                if (story.fails(order, Duration.ofMillis(now))) {
                    failed[slices - 1]++;
                    deadAgain.add(order);
                }
            }
            dead.clear();
        }

        /** Of the failure window, which keeps what it has counted up to a 63rd longer. */
        private Outcomes outcomes() {
            var window = setup.window().toMillis() * SLICES_PER_SECOND * 64 / 63 / 1_000;
            var total = 0L;
            var failures = 0L;
            for (var slice = Math.max(0, slices - window); slice < slices; slice++) {
                total += ended[(int) slice];
                failures += failed[(int) slice];
            }
            return new Outcomes(total, failures);
        }
    }

    /** The watchdog's rule, and what it remembers. */
    private static final class Watch<S> {
        private final Rule<S> rule;
        private S state;
        private S afterRecovery;

        private Watch(Rule<S> rule) {
            this.rule = rule;
            this.state = rule.policy().start();
            this.afterRecovery = state;
        }

        static <S> Watch<S> of(Rule<S> rule) {
            return new Watch<>(rule);
        }

        boolean alarms(SloObservation seen) {
            var step = rule.policy().judge(state, seen);
            state = step.next();
            afterRecovery = step.recovered();
            return step.verdict().alarm();
        }

        void recovered() {
            state = afterRecovery;
        }
    }
}
