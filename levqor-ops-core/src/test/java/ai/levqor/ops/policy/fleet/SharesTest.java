package ai.levqor.ops.policy.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharesTest {

    @Test
    @DisplayName("eight workers for three instances are three, three and two")
    void example() {
        assertThat(IntStream.range(0, 3).map(index -> Shares.of(8, index, 3))).containsExactly(3, 3, 2);
    }

    @Test
    @DisplayName("one worker for three instances is the first one's")
    void fewer() {
        assertThat(IntStream.range(0, 3).map(index -> Shares.of(1, index, 3))).containsExactly(1, 0, 0);
    }

    @Property
    @Label("shares add up to the target, and no two differ by more than one")
    void addUp(@ForAll @IntRange(max = 10_000) int target, @ForAll @IntRange(min = 1, max = 200) int instances) {
        var shares = IntStream.range(0, instances)
                .map(index -> Shares.of(target, index, instances))
                .summaryStatistics();

        assertThat(shares.getSum()).isEqualTo(target);
        assertThat(shares.getMax() - shares.getMin()).isLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"-1, 0, 1", "1, 0, 0", "1, -1, 3", "1, 3, 3"})
    @DisplayName("what is out of its range is a mistake that is named")
    void mistakes(int target, int index, int instances) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Shares.of(target, index, instances))
                .withMessageContaining("were " + target + ", " + index + " and " + instances);
    }
}
