package ai.levqor.ops.spi.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.levqor.ops.spi.state.LeaseHistory.Term;
import java.time.Duration;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("a lease")
class LeaseTest {

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    @DisplayName("has a token of 1 or more")
    void token(long token) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Lease("leader", "a", token))
                .withMessage("token must be 1 or more, was " + token);
        assertThat(new Lease("leader", "a", 1).token()).isEqualTo(1);
    }

    @Test
    @DisplayName("has a name and an owner that keep their rules")
    void rules() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Lease("Leader", "a", 1))
                .withMessage("name must match [a-z0-9.-]{1,90}, was 'Leader'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Lease("leader", "o".repeat(101), 1))
                .withMessage("owner must have 1 to 100 characters that are not all blank, had 101");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Lease("leader", "a\u0000", 1))
                .withMessage("owner must have no control characters, and no half ones");
    }

    @Test
    @DisplayName("lasts from one millisecond to one hour")
    void length() {
        assertThat(LeaseStore.requireLength(Duration.ofMillis(1))).isEqualTo(Duration.ofMillis(1));
        assertThat(LeaseStore.requireLength(Duration.ofHours(1))).isEqualTo(Duration.ofHours(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LeaseStore.requireLength(Duration.ofMillis(1).minusNanos(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LeaseStore.requireLength(Duration.ofHours(1).plusNanos(1)));
    }

    @Test
    @DisplayName("is seen to be held twice where terms overlap, a token is given twice, or a later one is smaller")
    void historyIsStrict() {
        assertRefused(new Term("a", 1, 0, 11), new Term("b", 2, 10, 20));
        assertRefused(new Term("a", 1, 0, 10), new Term("b", 1, 10, 20));
        assertRefused(new Term("a", 2, 0, 10), new Term("b", 1, 10, 20));

        var good = new LeaseHistory();
        good.add(new Term("b", 5, 10, 20));
        good.add(new Term("late", 3, 15, 9));
        good.add(new Term("a", 1, 0, 10));
        good.assertOneAtATime();
    }

    private static void assertRefused(Term one, Term two) {
        var history = new LeaseHistory();
        history.add(one);
        history.add(two);
        Assertions.assertThatThrownBy(history::assertOneAtATime).isInstanceOf(AssertionError.class);
    }
}
