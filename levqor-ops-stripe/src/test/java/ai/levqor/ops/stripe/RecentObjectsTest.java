package ai.levqor.ops.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RecentObjectsTest {
    private final RecentObjects recent = new RecentObjects(600, 3);

    @Test
    @DisplayName("without an object there is no second to begin at")
    void empty() {
        recent.trim();

        assertThat(recent.readAgainFrom()).isEmpty();
        assertThat(recent.newest()).isEmpty();
    }

    @Test
    @DisplayName("what is older than the overlap is forgotten when a reading ends, and not before")
    void forgets() {
        read(1000);
        recent.trim();

        read(5000, 4400, 4399);

        assertThat(recent.contains("txn_1000")).isTrue();
        recent.trim();
        assertThat(recent.readAgainFrom()).hasValue(4400);
        assertThat(recent.contains("txn_4400")).isTrue();
        assertThat(recent.contains("txn_4399")).isFalse();
        assertThat(recent.contains("txn_1000")).isFalse();
    }

    @Test
    @DisplayName("of more objects than can be remembered, the next reading begins after those that are not")
    void tooMany() {
        read(1000, 999, 998, 997, 996);

        recent.trim();

        assertThat(recent.readAgainFrom()).hasValue(998);
        assertThat(recent.contains("txn_998")).isTrue();
        assertThat(recent.contains("txn_997")).isFalse();
    }

    @Test
    @DisplayName("of two readings that are too much together, the newest objects are remembered")
    void tooManyOfTwo() {
        read(1000, 999, 998);
        recent.trim();
        read(1002, 1001);

        recent.trim();

        assertThat(recent.readAgainFrom()).hasValue(1000);
        assertThat(recent.contains("txn_1000")).isTrue();
        assertThat(recent.contains("txn_999")).isFalse();
    }

    @Test
    @DisplayName("once there are fewer objects again, the overlap is whole again")
    void wholeAgain() {
        read(1000, 999, 998, 997, 996);
        recent.trim();

        read(5000);
        recent.trim();

        assertThat(recent.readAgainFrom()).hasValue(4400);
    }

    private void read(long... seconds) {
        for (var second : seconds) {
            recent.add(Listed.nothing("txn_" + second, second));
        }
    }
}
