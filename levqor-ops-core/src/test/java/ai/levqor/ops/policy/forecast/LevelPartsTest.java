package ai.levqor.ops.policy.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The parts of a level")
class LevelPartsTest {

    @Test
    @DisplayName("a running median is that of each window, shorter at the ends")
    void runningMedian() {
        var chance = new Random(3);
        var values = chance.doubles(60).map(value -> Math.floor(10 * value)).toArray();

        var medians = Arithmetic.runningMedian(values, 5);

        for (var at = 0; at < values.length; at++) {
            var window = Arrays.copyOfRange(values, Math.max(0, at - 5), Math.min(values.length, at + 6));
            assertThat(medians[at]).isEqualTo(Arithmetic.median(window));
        }
        assertThat(Arithmetic.runningMedian(new double[] {1, 2}, 5)).containsExactly(1.5, 1.5);
    }

    @Test
    @DisplayName("a change point's level is the mean after a clean step, the mean of all without one")
    void changePoint() {
        var step = new double[30];
        Arrays.fill(step, 0, 18, 10);
        Arrays.fill(step, 18, 30, 20);
        var late = new double[30];
        Arrays.fill(late, 0, 27, 10);
        Arrays.fill(late, 27, 30, 20);

        assertThat(ChangePoint.level(step)).isCloseTo(20, within(1e-9));
        assertThat(ChangePoint.level(new double[] {4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4}))
                .isEqualTo(4);
        // Three days are no level yet: seven are taken, and not wholly believed.
        assertThat(ChangePoint.level(late)).isBetween(11.1, 14.2);
    }

    @Test
    @DisplayName("smoothing goes slowly where days scatter, and fast where a level moved")
    void smoothing() {
        var scatter = new double[80];
        var step = new double[80];
        for (var at = 0; at < 80; at++) {
            scatter[at] = at % 2 == 0 ? 9 : 11;
            step[at] = at < 70 ? 10 : 20;
        }

        assertThat(Smoothing.level(scatter)).isCloseTo(10, within(0.2));
        assertThat(Smoothing.level(step)).isCloseTo(20, within(0.5));
        assertThat(Smoothing.level(new double[] {3, 3, 3})).isEqualTo(3);
    }

    @Test
    @DisplayName("a spike is cut to its surroundings, and ordinary days are left")
    void cut() {
        var values = new double[40];
        for (var at = 0; at < values.length; at++) {
            values[at] = 10 + at % 3;
        }
        values[20] = 500;

        var cut = Smoothing.cut(values);

        assertThat(cut[20]).isLessThan(25);
        assertThat(cut[21]).isEqualTo(values[21]);
    }

    @Test
    @DisplayName(
            "weekdays are shrunk by how few weeks there are, and all alike if one is nearly off, or nothing is known")
    void weekdays() {
        var weekend = History.of(Costs.of(21, day -> day.getDayOfWeek().getValue() >= 6 ? 30 : 100), Costs.FROM);
        var off = History.of(Costs.of(119, day -> day.getDayOfWeek().getValue() == 7 ? 0 : 100), Costs.FROM);
        var nothing = History.of(Costs.constant(30, 0), Costs.FROM);
        var saturday = (int) Costs.FROM.plusDays(2).toEpochDay();

        // Half of the way from 1 to 30 / 80, for three weeks.
        assertThat(Weekdays.of(weekend).ratio(saturday)).isCloseTo(0.6875, within(1e-9));
        assertThat(Weekdays.of(off).ratio(saturday)).isEqualTo(1);
        assertThat(Weekdays.of(nothing).ratio(saturday)).isEqualTo(1);
    }

    @Test
    @DisplayName("a gap without the same weekday near it lies on the line between its neighbours")
    void gaps() {
        var costs = Costs.of(2, 0, 0, 0, 10);
        var gaps = Costs.without(
                costs, List.of(Costs.FROM.minusDays(2), Costs.FROM.minusDays(3), Costs.FROM.minusDays(4)));

        assertThat(History.of(gaps, Costs.FROM).costs()).containsExactly(2, 4, 6, 8, 10);
    }
}
