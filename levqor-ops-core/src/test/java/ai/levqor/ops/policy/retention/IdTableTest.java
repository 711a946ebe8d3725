package ai.levqor.ops.policy.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A crowded table of ids")
class IdTableTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 1L << 20, 1L << 40, 0x123456789L})
    @DisplayName("finds what is left, and nothing else, after each removal")
    void removals(long step) {
        var narrow = new LongIds();
        var wide = new WideIds();
        var order = new ArrayList<Long>();
        for (long i = 1; i <= 815; i++) {
            order.add(i * step);
            narrow.take(i * step);
            wide.take(step, i * step);
        }
        Collections.shuffle(order, new Random(5));

        for (int removed = 0; removed < order.size(); removed++) {
            var id = order.get(removed);
            narrow.remove(narrow.find(id));
            wide.remove(wide.find(step, id));
            for (int other = 0; other < order.size(); other++) {
                var found = order.get(other);
                assertThat(narrow.find(found) == IdTable.ABSENT).isEqualTo(other <= removed);
                assertThat(wide.find(step, found) == IdTable.ABSENT).isEqualTo(other <= removed);
            }
        }

        assertThat(narrow.size()).isZero();
        assertThat(wide.size()).isZero();
        assertThat(narrow.cells()).containsOnly(0);
        assertThat(wide.cells()).containsOnly(0);
    }
}
