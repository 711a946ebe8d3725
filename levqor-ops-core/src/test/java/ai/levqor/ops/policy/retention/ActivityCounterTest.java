package ai.levqor.ops.policy.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A counter of active users")
class ActivityCounterTest {

    @Test
    @DisplayName("that has seen nothing has counted nothing")
    void empty() {
        for (var counter : List.of(ActivityCounter.anyOrder(0, 0), ActivityCounter.inOrder(0, 0))) {
            assertThat(counter.users()).isZero();
            assertThat(counter.totals().gaps().activeDays()).isEmpty();
            assertThat(counter.totals().cohorts().firstDays()).isEmpty();
        }
    }

    @Test
    @DisplayName("refuses a day outside its range, and says how to make room")
    void range() {
        for (var counter : List.of(ActivityCounter.anyOrder(-3, 5), ActivityCounter.inOrder(-3, 5))) {
            refused(
                    () -> counter.seen(0, 1, 2),
                    "day must be in [-3, 1], was 2; extendTo(day) makes room for later days");
            refused(() -> counter.seen(0, 1, -4), "day must be in [-3, 1], was -4");
            refused(
                    () -> counter.seen(new long[] {1, 2}, new int[] {0, Integer.MIN_VALUE}, 2),
                    "day must be in [-3, 1], was -2147483648");
            assertThat(counter.users()).isZero();
        }
    }

    @Test
    @DisplayName("counts at both ends of the calendar")
    void extremes() {
        for (var first : List.of(Integer.MIN_VALUE, Integer.MAX_VALUE - 1)) {
            for (var counter : List.of(ActivityCounter.anyOrder(first, 2), ActivityCounter.inOrder(first, 2))) {
                counter.seen(0, 7, first);
                counter.seen(0, 7, first + 1);

                assertThat(counter.totals().gaps().active(1)).containsExactly(1, 1);
                assertThat(counter.totals().cohorts().classic(first, 1)).isEqualTo(1);
                assertThat(counter.totals().cohorts().rolling(first, 1)).isEqualTo(1);
            }
        }
    }

    @Test
    @DisplayName("has a range that ints can hold")
    void rangeRules() {
        refused(() -> ActivityCounter.anyOrder(0, -1), "days must be in [0, 65535], was -1");
        refused(() -> ActivityCounter.inOrder(0, 65_536), "days must be in [0, 65535], was 65536");
        refused(
                () -> ActivityCounter.inOrder(Integer.MAX_VALUE, 2),
                "the last day must be <= 2147483647, was 2147483648");
        refused(() -> ActivityCounter.anyOrder(0, 1).extendTo(65_535), "days must be in [0, 65535], would be 65536");
        assertThatCode(() -> ActivityCounter.anyOrder(0, 1).extendTo(65_534)).doesNotThrowAnyException();
    }

    @Test
    @DisplayName("for days in order tells the last of 65535 days from the first")
    void longestRange() {
        var counter = ActivityCounter.inOrder(0, 65_535);
        counter.seen(0, 1, 0);
        counter.seen(0, 1, 65_534);
        counter.seen(0, 2, 65_534);

        var totals = counter.totals();

        assertThat(totals.gaps().active(2)[65_534]).isEqualTo(2);
        assertThat(totals.cohorts().rolling(0, 65_534)).isEqualTo(1);
        assertThat(totals.cohorts().size(65_534)).isEqualTo(1);
    }

    @Test
    @DisplayName("makes room for later days, and keeps what it has counted")
    void extended() {
        for (var counter : List.of(ActivityCounter.anyOrder(60, 2), ActivityCounter.inOrder(60, 2))) {
            counter.seen(0, 1, 61);
            counter.totals();

            counter.extendTo(200);
            counter.extendTo(70);
            counter.seen(0, 1, 200);

            assertThat(counter.days()).isEqualTo(141);
            assertThat(counter.totals().gaps().users(200, 139)).isEqualTo(1);
            assertThat(counter.totals().cohorts().rolling(61, 139)).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("for days in order refuses a user's earlier day, names no user, and counts on")
    void backwards() {
        var counter = ActivityCounter.inOrder(0, 10);
        counter.seen(0, 987_654, 5);

        assertThatThrownBy(() -> counter.seen(0, 987_654, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must not decrease")
                .hasMessageNotContaining("987654");
        counter.seen(0, 1, 4);

        assertThat(counter.totals().gaps().active(1)).containsExactly(0, 0, 0, 0, 1, 1, 0, 0, 0, 0);
    }

    @Test
    @DisplayName("for days in order says that it can neither forget nor merge, and what can")
    void inOrderLimits() {
        var counter = ActivityCounter.inOrder(0, 10);

        assertThatThrownBy(() -> counter.forget(0, 1))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("anyOrder");
        assertThatThrownBy(() -> counter.merge(ActivityCounter.inOrder(0, 10)))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("anyOrder");
        refused(
                () -> ActivityCounter.anyOrder(0, 10).merge(counter),
                "only a counter for any order, and no share of one, can be merged into one");
    }

    @Test
    @DisplayName("merged into itself stays as it is")
    void mergedIntoItself() {
        var counter = ActivityCounter.anyOrder(0, 3);
        counter.seen(0, 1, 2);
        counter.seen(1, 1, 1);

        counter.merge(counter);

        assertThat(counter.totals().gaps().active(1)).containsExactly(0, 1, 1);
        assertThat(counter.users()).isEqualTo(2);
    }

    @Test
    @DisplayName("is exact while ids that came as sparse ones become dense")
    void becomesDense() {
        var random = new Random(7);
        var all = new ArrayList<Activity>();
        for (int id = 0; id < 600_000; id++) {
            all.add(Activity.of(3L * id, random.nextInt(3)));
        }
        Collections.shuffle(all, random);
        for (int extra = 0; extra < 2_000; extra++) {
            all.add(Activity.of(-1L - extra, 1));
            all.add(Activity.of((1L << 40) + extra, 2));
        }
        all.sort((left, right) -> Integer.compare(left.day(), right.day()));

        for (var counter : List.of(ActivityCounter.anyOrder(0, 3), ActivityCounter.inOrder(0, 3))) {
            Activity.countTogether(all, counter);
            Activity.countTogether(all.subList(all.size() / 2, all.size()), counter);

            var perDay = IntStream.range(0, 3)
                    .mapToLong(day -> all.stream().filter(a -> a.day() == day).count())
                    .toArray();
            assertThat(counter.users()).isEqualTo(604_000);
            assertThat(counter.totals().gaps().active(1)).isEqualTo(perDay);
            assertThat(counter.totals().gaps().active(3)[2]).isEqualTo(604_000);
        }
    }

    @Test
    @DisplayName("counts dense ids in an array of longs as any others")
    void denseArrays() {
        var ids = IntStream.range(0, 3_000).mapToLong(i -> i % 1_000).toArray();
        var days = IntStream.range(0, 3_000).map(i -> i / 1_000).toArray();
        for (var counter : List.of(ActivityCounter.anyOrder(0, 3), ActivityCounter.inOrder(0, 3))) {
            counter.seen(ids, days, 2_500);

            assertThat(counter.totals().gaps().active(1)).containsExactly(1_000, 1_000, 500);
            assertThat(counter.totals().gaps().users(2, 1)).isEqualTo(500);
        }
    }

    @Test
    @DisplayName("gives the slot of a forgotten user to another one")
    void slotsAreUsedAgain() {
        var counter = ActivityCounter.anyOrder(0, 2);
        for (int round = 0; round < 3; round++) {
            for (int user = 0; user < 100; user++) {
                counter.seen(0, -1 - user, round % 2);
                counter.seen(9, user, round % 2);
            }
            assertThat(counter.totals().gaps().active(1)[round % 2]).isEqualTo(200);
            for (int user = 99; user >= 0; user--) {
                counter.forget(0, -1 - user);
                counter.forget(9, user);
            }
            assertThat(counter.users()).isZero();
        }
        counter.forget(0, -1);
        counter.forget(0, 3);
        counter.forget(9, 3);
        assertThat(counter.totals().gaps().active(2)).containsExactly(0, 0);
    }

    @Test
    @DisplayName("of a share takes a user in one share alone, whatever the kind of id, and can forget and merge")
    void shares() {
        var first = ActivityCounter.anyOrder(0, 2).share(0, 2);
        var more = ActivityCounter.anyOrder(0, 2).share(0, 2);
        var ids = IntStream.range(-5_000, 5_000).asLongStream().toArray();
        var days = new int[ids.length];

        first.seen(ids, days, ids.length);
        first.seen(ids, ids, days, ids.length);
        more.seen(0, 2, 1);
        more.seen(0, 3, 1);
        first.merge(more);
        first.forget(0, 2);
        first.forget(0, 3);
        first.extendTo(5);

        assertThat(first.days()).isEqualTo(6);
        assertThat(first.firstDay()).isZero();
        assertThat(first.totals().gaps().active(1)).containsExactly(first.users(), 0, 0, 0, 0, 0);
        assertThat(first.users()).isBetween(4_999 + 4_500L, 4_999 + 5_500L);
    }

    @Test
    @DisplayName("can only be given one share, while it is empty")
    void shareRules() {
        var counter = ActivityCounter.anyOrder(0, 2);
        var share = counter.share(1, 2);
        share.seen(0, 1, 0);

        refused(() -> ActivityCounter.anyOrder(0, 1).share(0, 0), "there must be 1 share or more, were 0");
        refused(() -> ActivityCounter.anyOrder(0, 1).share(2, 2), "index must be in [0, 1], was 2");
        refused(() -> ActivityCounter.anyOrder(0, 1).share(-1, 2), "index must be in [0, 1], was -1");
        refused(() -> counter.share(0, 2), "only an empty counter that is no share yet can be given a share");
        refused(
                () -> ActivityCounter.anyOrder(0, 1).share(0, 2).share(0, 2),
                "only an empty counter that is no share yet can be given a share");
        refused(
                () -> share.merge(ActivityCounter.anyOrder(0, 2).share(0, 2)),
                "only the same share of the users can be merged: 1 of 2");
        refused(
                () -> share.merge(ActivityCounter.anyOrder(0, 2).share(1, 3)),
                "only the same share of the users can be merged: 1 of 2");
        refused(() -> share.merge(counter), "only the same share of the users can be merged: 1 of 2");
    }

    @Test
    @DisplayName("gives totals that are not negative and not absent")
    void totals() {
        var totals = ActivityCounter.inOrder(0, 1).totals();

        refused(() -> new ActivityTotals(totals.gaps(), totals.cohorts(), -1), "users must be >= 0, was -1");
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
