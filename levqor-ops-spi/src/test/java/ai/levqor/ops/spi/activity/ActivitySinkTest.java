package ai.levqor.ops.spi.activity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ActivitySinkTest {
    private final List<String> seen = new ArrayList<>();
    private final ActivitySink sink = (high, low, day) -> seen.add(high + " " + low + " on " + day);

    @Test
    @DisplayName("a sink that takes one by one is handed many integers in order, without what is behind their count")
    void integers() {
        sink.seen(new long[] {7, -8, 9}, new int[] {1, -2, 3}, 2);

        assertThat(seen).containsExactly("0 7 on 1", "0 -8 on -2");
    }

    @Test
    @DisplayName("a sink that takes one by one is handed many ids of two halves in order")
    void halves() {
        sink.seen(new long[] {1, 2, 3}, new long[] {7, 8, 9}, new int[] {4, 5, 6}, 2);

        assertThat(seen).containsExactly("1 7 on 4", "2 8 on 5");
    }

    @Test
    @DisplayName("none of many is nothing")
    void none() {
        sink.seen(new long[0], new int[0], 0);
        sink.seen(new long[1], new long[1], new int[1], 0);

        assertThat(seen).isEmpty();
    }
}
