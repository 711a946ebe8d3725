package ai.levqor.ops.engine.retention;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.policy.retention.ActivityCounter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ActivityBatchTest {
    private static final int DAY = 20_000;

    private final ActivityCounter counter = ActivityCounter.inOrder(DAY, 10);
    private final ActivityBatch batch = new ActivityBatch(counter);

    @Test
    @DisplayName(
            "what came one by one is counted before what comes together, so that no user's days change their order")
    void order() {
        batch.seen(0, 1, DAY);
        batch.seen(new long[] {1, 2, 3}, new int[] {DAY + 1, DAY + 1, DAY + 1}, 2);
        batch.seen(0, 1, DAY + 2);
        batch.seen(new long[] {0, 5}, new long[] {1, 1}, new int[] {DAY + 3, DAY + 3}, 2);

        assertThat(batch.isEmpty()).isTrue();
        var gaps = counter.totals().gaps();
        assertThat(counter.users()).isEqualTo(3);
        assertThat(gaps.users(DAY + 1, 1)).isEqualTo(1);
        assertThat(gaps.users(DAY + 1, 0)).isEqualTo(1);
        assertThat(gaps.users(DAY + 2, 1)).isEqualTo(1);
        assertThat(gaps.users(DAY + 3, 1)).isEqualTo(1);
        assertThat(gaps.users(DAY + 3, 0)).isEqualTo(1);
    }

    @Test
    @DisplayName("what comes one by one waits for its batch, or to be asked for")
    void waits() {
        batch.seen(9, 1, DAY);

        assertThat(batch.isEmpty()).isFalse();
        assertThat(counter.users()).isZero();

        batch.count();

        assertThat(batch.isEmpty()).isTrue();
        assertThat(counter.users()).isEqualTo(1);
    }
}
