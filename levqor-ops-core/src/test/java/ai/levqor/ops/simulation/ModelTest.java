package ai.levqor.ops.simulation;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.levqor.ops.simulation.FluidQueue.Done;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The parts of the model, by hand")
class ModelTest {

    @Nested
    @DisplayName("the queue")
    class Queue {
        private final FluidQueue queue = new FluidQueue();
        private final List<Done> done = new ArrayList<>();

        @Test
        @DisplayName("jobs that fit into their second do not wait")
        void fits() {
            queue.pass(0, 10, 10, done::add);

            assertThat(done).containsExactly(new Done(0, 0, 10, 0));
            assertThat(queue.depth()).isZero();
        }

        @Test
        @DisplayName("25 jobs at 10 a second are done together half way through the third second: they waited 1.5 s")
        void waits() {
            queue.pass(0, 25, 10, done::add);
            queue.pass(1, 0, 10, done::add);
            assertThat(done).isEmpty();
            assertThat(queue.depth()).isEqualTo(5);

            queue.pass(2, 4, 10, done::add);

            assertThat(done).containsExactly(new Done(0, 2, 25, 1.5f), new Done(2, 2, 4, 0));
        }

        @Test
        @DisplayName("a part of a job that waits counts whole, rounding does not")
        void depth() {
            queue.pass(0, 1, 0.5, done::add);
            assertThat(queue.depth()).isEqualTo(1);

            queue.pass(1, 0, 0.5 - 1e-8, done::add);

            assertThat(queue.depth()).isZero();
            assertThat(done).hasSize(1);
        }

        @Test
        @DisplayName("without workers everything waits")
        void noWorkers() {
            queue.pass(0, 3, 0, done::add);
            queue.pass(1, 0, 0, done::add);

            assertThat(done).isEmpty();
            assertThat(queue.depth()).isEqualTo(3);
        }

        @Test
        @DisplayName("the rest is served at the end: 20 jobs behind 10 a second")
        void drain() {
            queue.pass(0, 15, 0, done::add);
            queue.pass(1, 5, 0, done::add);

            queue.drain(2, 10, done::add);

            assertThat(done).extracting(Done::waited).containsExactly(2.5f, 2f);
        }

        @Test
        @DisplayName("the rest waits for ever if nobody serves it")
        void drainWithoutWorkers() {
            queue.pass(0, 1, 0, done::add);

            queue.drain(1, 0, done::add);

            assertThat(done).extracting(Done::waited).containsExactly(Float.POSITIVE_INFINITY);
        }
    }

    @Nested
    @DisplayName("the fleet")
    class Workers {
        private final Fleet fleet = new Fleet(2, 30);

        @Test
        @DisplayName("a new worker serves after its start-up, to the second")
        void startUp() {
            fleet.resize(5, 100);
            assertThat(fleet.size()).isEqualTo(5);

            fleet.advance(129);
            assertThat(fleet.ready()).isEqualTo(2);

            fleet.advance(130);
            assertThat(fleet.ready()).isEqualTo(5);
            assertThat(fleet.size()).isEqualTo(5);
        }

        @Test
        @DisplayName("the latest that starts goes first, then earlier ones, then those that serve")
        void takenAway() {
            fleet.resize(4, 0);
            fleet.resize(6, 15);

            fleet.resize(5, 20);
            fleet.advance(30);
            assertThat(fleet.ready()).isEqualTo(4);
            assertThat(fleet.size()).isEqualTo(5);

            fleet.resize(3, 31);
            fleet.advance(99);
            assertThat(fleet.ready()).isEqualTo(3);
            assertThat(fleet.size()).isEqualTo(3);
        }

        @Test
        @DisplayName("all may go, and come again")
        void toNothing() {
            fleet.resize(3, 0);
            fleet.resize(0, 1);
            assertThat(fleet.size()).isZero();

            fleet.resize(1, 2);
            fleet.advance(32);

            assertThat(fleet.ready()).isEqualTo(1);
        }
    }

    @Nested
    @DisplayName("the percentile")
    class Percentile {
        private final Waits waits = new Waits();

        @Test
        @DisplayName("it counts jobs, not seconds: 95 of 100 waited at most this")
        void weighted() {
            waits.add(9, 5);
            waits.add(1, 90);
            waits.add(3, 5);

            assertThat(waits.p95()).isEqualTo(3);
            assertThat(waits.jobs()).isEqualTo(100);
        }

        @Test
        @DisplayName("one job more beyond it moves it")
        void oneMore() {
            waits.add(9, 6);
            waits.add(3, 95);

            assertThat(waits.p95()).isEqualTo(9);
        }

        @Test
        @DisplayName("many waits, and none")
        void many() {
            IntStream.rangeClosed(1, 1_000).forEach(i -> waits.add(i, 1));
            assertThat(waits.p95()).isEqualTo(950);

            waits.clear();

            assertThat(waits.p95()).isZero();
            assertThat(waits.jobs()).isZero();
        }
    }

    @Nested
    @DisplayName("the objective")
    class Objective {
        private final SloMinutes minutes = new SloMinutes(5);

        @Test
        @DisplayName("a wait of just the objective is in time, a longer one is not")
        void strictlyAbove() {
            minutes.add(new Done(0, 9, 1, 5));
            minutes.add(new Done(60, 69, 1, Math.nextUp(5f)));

            assertThat(minutes.violated()).isEqualTo(1);
        }

        @Test
        @DisplayName("jobs count for the minute in which they arrived")
        void byArrival() {
            minutes.add(new Done(59, 300, 1, 9));
            minutes.add(new Done(60, 301, 99, 0));

            assertThat(minutes.violated()).isEqualTo(1);
        }

        @Test
        @DisplayName("minutes without arrivals are in time")
        void empty() {
            minutes.add(new Done(0, 1, 1, 9));
            minutes.add(new Done(600, 601, 1, 9));

            assertThat(minutes.violated()).isEqualTo(2);
        }

        @Test
        @DisplayName("the last minute counts whole")
        void lastMinute() {
            assertThat(SloMinutes.in(60)).isEqualTo(1);
            assertThat(SloMinutes.in(61)).isEqualTo(2);
        }
    }

    @Nested
    @DisplayName("arrivals")
    class Drawn {

        @ParameterizedTest(name = "{0} jobs/s")
        @ValueSource(doubles = {0.3, 5, 29.9, 30, 200})
        @DisplayName("are Poisson: mean and variance are the rate")
        void poisson(double rate) {
            var seconds = 40_000;
            var arrivals = new Arrivals(Workload.steady(rate, ofSeconds(seconds)), "any");

            var drawn = IntStream.range(0, seconds).map(arrivals::in).toArray();

            var mean = IntStream.of(drawn).average().orElseThrow();
            var variance = IntStream.of(drawn)
                    .mapToDouble(jobs -> (jobs - mean) * (jobs - mean))
                    .average()
                    .orElseThrow();
            assertThat(mean).isCloseTo(rate, within(0.02 * rate));
            assertThat(variance).isCloseTo(rate, within(0.05 * rate));
        }

        @Test
        @DisplayName("are the same on any machine for the same seed, and others for another")
        void seeded() {
            assertThat(draw("a")).containsExactly(draw("a")).isNotEqualTo(draw("b"));
            assertThat(draw("levqor")).containsExactly(SAME_EVERYWHERE);
        }

        private int[] draw(String seed) {
            var arrivals = new Arrivals(new Workload(ofSeconds(10), second -> 8.0 * second), seed);
            return IntStream.range(0, 10).map(arrivals::in).toArray();
        }
    }

    private static final int[] SAME_EVERYWHERE = {0, 9, 14, 21, 33, 37, 47, 62, 72, 66};
}
