package ai.levqor.ops.policy.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.OptionalInt;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The gap histogram")
class GapHistogramTest {

    @ParameterizedTest(name = "gap {0}")
    @CsvSource({"364, 364", "365, 365", "366, 366", "367, 366", "1000, 366"})
    @DisplayName("tells gaps apart up to 365, and fills a window of 366 days without a hole or a user twice")
    void longGaps(int gap, int kept) {
        var counter = ActivityCounter.inOrder(-5, 1500);
        counter.seen(0, 1, -5);
        counter.seen(0, 1, -5 + gap);

        var gaps = counter.totals().gaps();

        var expected = new long[1500];
        Arrays.fill(expected, 0, 366, 1);
        Arrays.fill(expected, gap, Math.min(1500, gap + 366), 1);
        assertThat(gaps.active(366)).isEqualTo(expected);
        assertThat(gaps.users(-5 + gap, kept)).isEqualTo(1);
    }

    @Test
    @DisplayName("of no days has no figures")
    void noDays() {
        var none = GapHistogram.builder(3, 0).build();

        assertThat(none.days()).isZero();
        assertThat(none.active(30)).isEmpty();
        assertThat(none.activeDays()).isEmpty();
        assertThat(none.users()).isZero();
    }

    @Test
    @DisplayName("of an empty day says zero, and no ratio")
    void emptyDay() {
        var row = GapHistogram.builder(0, 1).build().activeDays().get(0);

        assertThat(row).isEqualTo(new ActiveDay(LocalDate.EPOCH, 0, 0, 0, 0, 0, 0, 0));
        assertThat(row.stickiness()).isEmpty();
        assertThat(row.quickRatio()).isEmpty();
    }

    @Test
    @DisplayName("gives stickiness as dau / mau, and the quick ratio as who came over who went")
    void ratios() {
        var row = new ActiveDay(LocalDate.EPOCH, 10, 20, 40, 3, 5, 2, 4);

        assertThat(row.stickiness()).hasValue(0.25);
        assertThat(row.quickRatio()).hasValue(1.25);
    }

    @Test
    @DisplayName("adds up over the days of both")
    void plus() {
        var early = GapHistogram.builder(-3, 2).add(-3, 0, 4).add(-2, 1, 2).build();
        var late = GapHistogram.builder(-2, 4).add(-2, 1, 3).add(1, 900, 1).build();
        var none = GapHistogram.builder(50, 0).build();

        var sum = early.plus(late);

        assertThat(sum.firstDay()).isEqualTo(-3);
        assertThat(sum.days()).isEqualTo(5);
        assertThat(sum.users(-2, 1)).isEqualTo(5);
        assertThat(sum.users(1, 366)).isEqualTo(1);
        assertThat(late.plus(early).activeDays()).isEqualTo(sum.activeDays());
        assertThat(early.plus(none)).isSameAs(early);
        assertThat(none.plus(early)).isSameAs(early);
    }

    @Test
    @DisplayName("is not changed by what its builder does later")
    void snapshot() {
        var builder = GapHistogram.builder(0, 2).add(0, 0, 1);

        var before = builder.build();
        builder.add(0, 0, 1).add(1, 1, 1);

        assertThat(before.users(0, 0)).isEqualTo(1);
        assertThat(before.users(1, 1)).isZero();
        assertThat(builder.build().users(0, 0)).isEqualTo(2);
    }

    @Test
    @DisplayName("that would have fewer than no users is refused")
    void negative() {
        var builder = GapHistogram.builder(0, 2).add(0, 3, 1).add(0, 3, -2);

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("more users were taken away than there were");
    }

    @Test
    @DisplayName("names the rule of a day, a gap and a window")
    void rules() {
        var builder = GapHistogram.builder(10, 3);
        var gaps = builder.build();

        refused(() -> builder.add(13, 0, 1), "day must be in [10, 12], was 13");
        refused(() -> gaps.users(9, 0), "day must be in [10, 12], was 9");
        refused(() -> builder.add(10, -1, 1), "gap must be >= 0, was -1");
        refused(() -> gaps.active(0), "window must be in [1, 366], was 0");
        refused(() -> gaps.active(367), "window must be in [1, 366], was 367");
        refused(() -> GapHistogram.builder(0, -1), "days must be >= 0, was -1");
        refused(() -> GapHistogram.gap(OptionalInt.of(4), 4), "before must be < day 4, was 4");
        assertThat(GapHistogram.gap(OptionalInt.empty(), 4)).isEqualTo(GapHistogram.NEW);
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
