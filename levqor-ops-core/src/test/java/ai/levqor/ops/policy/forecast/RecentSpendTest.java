package ai.levqor.ops.policy.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.levqor.ops.policy.forecast.CostSource.Fixed;
import ai.levqor.ops.policy.forecast.CostSource.Fixed.Per;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The spend of the last 24 hours")
class RecentSpendTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 3, 20);
    private static final Offset<Double> EXACT = within(1e-9);

    /** Day by day, 1 being yesterday; a negative number is a missing day. */
    private static DailyCosts ago(double... costs) {
        var rows = new ArrayList<DayCost>();
        for (var at = 0; at < costs.length; at++) {
            if (costs[at] >= 0) {
                rows.add(new DayCost(TODAY.minusDays(at + 1L), costs[at]));
            }
        }
        return DailyCosts.of(Costs.USD, rows);
    }

    private static DailyCosts with(DailyCosts costs, double today) {
        var rows = new ArrayList<DayCost>();
        rows.add(new DayCost(TODAY, today));
        for (var at = 0; at < costs.span(); at++) {
            var day = costs.day(at);
            costs.on(day).ifPresent(cost -> rows.add(new DayCost(day, cost)));
        }
        return DailyCosts.of(Costs.USD, rows);
    }

    @Test
    @DisplayName("is what is known of today, and yesterday's rest")
    void todayIsKnown() {
        var spend = RecentSpend.of(with(ago(8, 100), 3), TODAY, 0.25).orElseThrow();

        assertThat(spend.today()).isEqualTo(3, EXACT);
        assertThat(spend.last24h()).isEqualTo(3 + 0.75 * 8, EXACT);
    }

    @Test
    @DisplayName("takes a typical day for a today that nobody tells of")
    void todayIsUnknown() {
        var spend = RecentSpend.of(ago(8, 6, 4), TODAY, 0.5).orElseThrow();

        assertThat(spend.today()).isEqualTo(0.5 * 6, EXACT);
        assertThat(spend.last24h()).isEqualTo(0.5 * 6 + 0.5 * 8, EXACT);
    }

    @Test
    @DisplayName("takes a typical day for a yesterday that is late")
    void yesterdayIsLate() {
        var spend = RecentSpend.of(ago(-1, 6, 4), TODAY, 0.5).orElseThrow();

        assertThat(spend.last24h()).isEqualTo(5, EXACT);
    }

    @Test
    @DisplayName("knows a typical day by the last seven there are, two weeks back at the most")
    void typical() {
        var seven = RecentSpend.of(ago(7, 7, 7, 7, 7, 7, 7, 1000), TODAY, 1).orElseThrow();
        var old = RecentSpend.of(ago(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 9, 5), TODAY, 1);
        var tooOld = RecentSpend.of(ago(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 9), TODAY, 1);

        assertThat(seven.today()).isEqualTo(7, EXACT);
        assertThat(old.orElseThrow().last24h()).isEqualTo(9, EXACT);
        assertThat(tooOld).isEmpty();
    }

    @Test
    @DisplayName("is unknown without a recent day, but not for what began today")
    void unknown() {
        var began = RecentSpend.of(with(ago(), 4), TODAY, 0.5);

        assertThat(RecentSpend.of(ago(), TODAY, 0.5)).isEmpty();
        assertThat(began).contains(new RecentSpend(4, 4));
    }

    @Test
    @DisplayName("of a price is the calendar's")
    void fixed() {
        var price = new Fixed("host", new Money(Costs.USD, new BigDecimal("31")), Per.MONTH, Optional.empty());

        var spend = RecentSpend.of(price, LocalDate.of(2026, 3, 1), 0.5);

        assertThat(spend.today()).isEqualTo(0.5, EXACT);
        assertThat(spend.last24h()).isEqualTo(0.5 + 0.5 * 31 / 28, EXACT);
    }

    @Test
    @DisplayName("adds up, by a rate")
    void sum() {
        assertThat(new RecentSpend(10, 4).plus(new RecentSpend(3, 2), 1.5)).isEqualTo(new RecentSpend(14.5, 7));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    @DisplayName("refuses a share of the day that is none")
    void badShare(double elapsed) {
        assertThatThrownBy(() -> RecentSpend.of(DailyCosts.of(Costs.USD, List.of()), TODAY, elapsed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("elapsed must be from 0 to 1, was " + elapsed);
    }
}
