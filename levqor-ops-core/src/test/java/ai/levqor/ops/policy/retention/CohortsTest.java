package ai.levqor.ops.policy.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.levqor.ops.policy.retention.CohortRow.Returned;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Cohorts")
class CohortsTest {

    /** Two users of day -1: one is back on day 0 and on day 6, the other never. */
    private static Cohorts.Builder two() {
        return Cohorts.builder()
                .active(-1, 0, 2)
                .active(-1, 1, 1)
                .active(-1, 7, 1)
                .last(-1, 7, 1)
                .last(-1, 0, 1);
    }

    @Test
    @DisplayName("tell those back on the day from those back on it or later")
    void classicAndRolling() {
        var cohorts = two().build();

        assertThat(cohorts.size(-1)).isEqualTo(2);
        assertThat(cohorts.classic(-1, 2)).isZero();
        assertThat(cohorts.rolling(-1, 2)).isEqualTo(1);
        assertThat(cohorts.rolling(-1, 8)).isZero();
        assertThat(cohorts.classic(5, 0)).isZero();
        assertThat(cohorts.rolling(5, 0)).isZero();
    }

    @Test
    @DisplayName("say nothing of a day that is not counted yet")
    void unknown() {
        assertThat(two().build().rows(6))
                .containsExactly(new CohortRow(
                        LocalDate.of(1969, 12, 31),
                        2,
                        Optional.of(new Returned(1, 1)),
                        Optional.of(new Returned(1, 1)),
                        Optional.empty()));
        assertThat(two().build().rows(5).get(0).day7()).isEmpty();
    }

    @Test
    @DisplayName("of different users add up")
    void add() {
        var sum = two().add(two().build())
                .add(Cohorts.builder().active(4, 0, 1).last(4, 0, 1).build())
                .build();

        assertThat(sum.firstDays()).containsExactly(-1, 4);
        assertThat(sum.classic(-1, 7)).isEqualTo(2);
        assertThat(sum.rolling(-1, 1)).isEqualTo(2);
        assertThat(sum.rolling(-1, 0)).isEqualTo(4);
    }

    @Test
    @DisplayName("are not changed by what their builder does later, and vanish with their last user")
    void snapshot() {
        var builder = Cohorts.builder().active(1, 0, 1).last(1, 0, 1);

        var before = builder.build();
        var after = builder.active(1, 0, -1).last(1, 0, -1).build();

        assertThat(before.size(1)).isEqualTo(1);
        assertThat(after.firstDays()).isEmpty();
    }

    @Test
    @DisplayName("name the rule of an offset, and refuse fewer than no users")
    void rules() {
        assertThatThrownBy(() -> two().active(-1, -1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("offset must be >= 0, was -1");
        assertThatThrownBy(() -> two().build().rolling(-1, -2)).hasMessage("offset must be >= 0, was -2");
        assertThatThrownBy(() -> two().last(-1, 3, -1).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("more users were taken away than there were");
    }
}
