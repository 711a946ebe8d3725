package ai.levqor.ops.policy.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A crowded table of ids")
class SlotTableTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 1L << 20, 1L << 40, 0x123456789L})
    @DisplayName("finds what is left, and nothing else, after each removal")
    void removals(long step) {
        var narrow = new LongIds();
        var wide = new WideIds();
        var order = new ArrayList<Long>();
        for (long i = 0; i < 680; i++) {
            order.add(i * step);
            assertThat(narrow.slot(i * step)).isEqualTo((int) i);
            assertThat(wide.slot(step, i * step)).isEqualTo((int) i);
        }
        Collections.shuffle(order, new Random(5));

        for (int removed = 0; removed < order.size(); removed++) {
            var id = order.get(removed);
            narrow.remove(narrow.find(id));
            wide.remove(wide.find(step, id));
            for (int other = 0; other < order.size(); other++) {
                var found = order.get(other);
                assertThat(narrow.find(found) == SlotTable.ABSENT).isEqualTo(other <= removed);
                assertThat(wide.find(step, found) == SlotTable.ABSENT).isEqualTo(other <= removed);
            }
        }

        assertThat(narrow.end()).isEqualTo(680);
        assertThat(narrow.slot(-1)).isLessThan(680);
    }
}
