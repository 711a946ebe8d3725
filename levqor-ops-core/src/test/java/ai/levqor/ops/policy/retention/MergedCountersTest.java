package ai.levqor.ops.policy.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("Merged counters of many users")
class MergedCountersTest {
    private static final int USERS = 300_000;

    @Test
    @Timeout(120)
    @DisplayName("count each user once, in whatever order the tables give them")
    void manyUsers() {
        var first = counted(0, USERS, 10);
        var second = counted(USERS / 2, USERS, 11);

        var merged = ActivityCounter.anyOrder(10, 1);
        merged.merge(first);
        merged.merge(second);

        // Integers and wide ids, of which half are in both.
        assertThat(merged.users()).isEqualTo(2L * (USERS + USERS / 2));
        assertThat(merged.totals().gaps().active(1)).containsExactly(2L * USERS, 2L * USERS);
        assertThat(merged.totals().gaps().users(11, 1)).isEqualTo(USERS);
        assertThat(merged.totals().cohorts().rolling(10, 1)).isEqualTo(USERS);
    }

    @Test
    @DisplayName("go on counting, forgetting and merging as one that has seen all")
    void goesOn() {
        var merged = ActivityCounter.anyOrder(10, 2);
        merged.merge(counted(0, 1_000, 10));
        merged.merge(counted(0, 1_000, 11));
        for (long user = 0; user < 1_000; user += 2) {
            merged.forget(0, id(user));
            merged.forget(1, id(user));
        }
        merged.merge(counted(0, 10, 11));

        assertThat(merged.users()).isEqualTo(1_010);
        assertThat(merged.totals().gaps().active(1)).containsExactly(1_000, 1_010);
        assertThat(merged.totals().gaps().users(11, GapHistogram.NEW)).isEqualTo(10);
    }

    private static ActivityCounter counted(long from, int users, int day) {
        var counter = ActivityCounter.anyOrder(day, 1);
        var ids =
                LongStream.range(from, from + users).map(MergedCountersTest::id).toArray();
        var highs = new long[users];
        Arrays.fill(highs, 1);
        var days = new int[users];
        Arrays.fill(days, day);
        counter.seen(ids, days, users);
        counter.seen(highs, ids, days, users);
        return counter;
    }

    /** Never dense. */
    private static long id(long user) {
        return -1 - user * 1_000_003;
    }
}
