package ai.levqor.ops.policy.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("When the end of the dense ids rises")
class IdKindsTest {
    private static final long BEFORE = 1 << 20;
    private static final long AFTER = 1 << 21;

    private final Kept kept = new Kept();
    private final IdKinds<Kept> kinds = new IdKinds<>(kept);

    @Test
    @DisplayName("the ids below it leave the table with what is kept of them, and the others stay with theirs")
    void someLeave() {
        var ids = new long[] {BEFORE, -1, AFTER - 1, AFTER, Long.MIN_VALUE, Long.MAX_VALUE};
        kinds.seen(ids, new int[] {1, 2, 3, 4, 5, 6}, 0, ids.length);

        rise();

        assertThat(kinds.isDense(0, AFTER - 1)).isTrue();
        assertThat(kinds.isDense(0, AFTER)).isFalse();
        assertThat(kept.moved).isEqualTo(Map.of((int) BEFORE, 1L, (int) AFTER - 1, 3L));
        assertThat(kinds.sparse().size()).isEqualTo(4);
        assertThat(number(BEFORE)).isEqualTo(IdTable.ABSENT);
        assertThat(number(AFTER - 1)).isEqualTo(IdTable.ABSENT);
        assertThat(number(-1)).isEqualTo(2);
        assertThat(number(AFTER)).isEqualTo(4);
        assertThat(number(Long.MIN_VALUE)).isEqualTo(5);
        assertThat(number(Long.MAX_VALUE)).isEqualTo(6);
    }

    @Test
    @DisplayName("a table that no id leaves is kept as it is")
    void noneLeaves() {
        var ids = new long[] {-1, AFTER, Long.MIN_VALUE};
        kinds.seen(ids, new int[] {1, 2, 3}, 0, ids.length);
        var table = kinds.sparse();

        rise();

        assertThat(kinds.isDense(0, AFTER - 1)).isTrue();
        assertThat(kept.moved).isEmpty();
        assertThat(kinds.sparse()).isSameAs(table);
        assertThat(number(-1)).isEqualTo(1);
        assertThat(number(AFTER)).isEqualTo(2);
        assertThat(number(Long.MIN_VALUE)).isEqualTo(3);
    }

    private void rise() {
        kept.users = BEFORE / 4 + 1;
        kinds.keepDense();
    }

    private long number(long id) {
        var cell = kinds.find(0, id);
        return cell == IdTable.ABSENT ? IdTable.ABSENT : kinds.sparse().cells()[cell];
    }

    /** Keeps the last day, and as many users as it is told. */
    private static final class Kept implements UserStates {
        private final Map<Integer, Long> moved = new HashMap<>();
        private long users;

        @Override
        public void seenDense(long[] ids, int[] days, int from, int count) {
            throw new AssertionError("none was dense");
        }

        @Override
        public void seenInCells(long[] cells, int[] at, int[] days, int from, int count) {
            for (int i = 0; i < count; i++) {
                cells[at[i]] = days[from + i];
            }
        }

        @Override
        public void moveToDense(long number, int id) {
            moved.put(id, number);
        }

        @Override
        public long users() {
            return users;
        }
    }
}
