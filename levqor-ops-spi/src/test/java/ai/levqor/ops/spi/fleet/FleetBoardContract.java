package ai.levqor.ops.spi.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.levqor.ops.spi.fleet.FleetBoard.Posted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link FleetBoard} promises. Extend it once for each implementation. */
@Timeout(60)
public abstract class FleetBoardContract {
    private static final Duration LONG = Duration.ofMinutes(1);

    /**
     * A board that is empty at the first call in a test. Each further call gives a handle on the same content, as another
     * instance of the application would have it; the same object, where no second one can exist.
     */
    protected abstract FleetBoard board();

    /** Lets so much time pass on the board, or a little more. */
    protected abstract void passes(Duration time);

    @Test
    @DisplayName("an empty board names nobody, and nobody can leave it")
    void empty() {
        var board = board();

        board.leave("nobody");

        assertThat(board.instances()).isEmpty();
    }

    @Test
    @DisplayName("what one instance puts up all others read, in the order of names")
    void readByAll() {
        var one = board();
        var other = board();

        one.post("b", "of b", LONG);
        var all = other.post("a", "of a", LONG);

        assertThat(all).extracting(Posted::instance).containsExactly("a", "b");
        assertThat(all).extracting(Posted::report).containsExactly("of a", "of b");
        assertThat(all).allSatisfy(posted -> assertThat(posted.age()).isBetween(Duration.ZERO, LONG));
        assertThat(one.instances()).containsExactly("a", "b").isEqualTo(other.instances());
    }

    @Test
    @DisplayName("a report takes the place of the last one, and is as old as itself")
    void replaced() {
        var board = board();
        board.post("a", "first", LONG);
        passes(Duration.ofMillis(50));
        var aged = board.post("b", "of b", LONG);

        var all = board.post("a", "second", LONG);

        assertThat(aged.get(0).age()).isGreaterThanOrEqualTo(Duration.ofMillis(49));
        assertThat(all).extracting(Posted::report).containsExactly("second", "of b");
        assertThat(all.get(0).age()).isLessThan(aged.get(0).age());
    }

    @Test
    @DisplayName("who does not renew its report is gone when its time is over, and no sooner")
    void silentIsGone() {
        var board = board();
        board.post("long", "x", LONG);
        var both = board.post("short", "x", Duration.ofMillis(200));

        assertThat(both).extracting(Posted::instance).containsExactly("long", "short");
        passes(Duration.ofMillis(201));

        assertThat(board.instances()).containsExactly("long");
        assertThat(board.post("long", "x", LONG)).extracting(Posted::instance).containsExactly("long");
    }

    @Test
    @DisplayName("who renews its report stays")
    void renewedStays() {
        var board = board();
        board.post("a", "x", Duration.ofMillis(300));
        board.post("a", "x", LONG);

        passes(Duration.ofMillis(301));

        assertThat(board.instances()).containsExactly("a");
    }

    @Test
    @DisplayName("who leaves is gone at once, and may come back")
    void leaves() {
        var board = board();
        board.post("a", "x", LONG);
        board.post("b", "x", LONG);

        board.leave("a");

        assertThat(board.instances()).containsExactly("b");
        board.post("a", "again", LONG);
        assertThat(board.instances()).containsExactly("a", "b");
    }

    @Test
    @DisplayName("a report comes back as it went in, whatever text it is, up to 64 kB")
    void anyText() {
        var board = board();
        var most = "é".repeat(FleetBoard.MOST_BYTES / 2);

        assertThat(board.post("a", "line\n\r\n\u0000{\"é\": \"\uD83D\uDE80\"}", LONG)
                        .get(0)
                        .report())
                .isEqualTo("line\n\r\n\u0000{\"é\": \"\uD83D\uDE80\"}");
        assertThat(board.post("a", "", LONG).get(0).report()).isEmpty();
        assertThat(board.post("a", most, LONG).get(0).report()).isEqualTo(most);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> board.post("a", most + "x", LONG))
                .withMessageContaining("65536");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:b", "{a}", "é"})
    @DisplayName("a name with other characters is a mistake")
    void names(String name) {
        var board = board();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> board.post(name, "x", LONG))
                .withMessageContaining("match");
        assertThatIllegalArgumentException().isThrownBy(() -> board.leave(name)).withMessageContaining("match");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 3_600_001})
    @DisplayName("a length out of its range is a mistake")
    void lengths(long millis) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> board().post("a", "x", Duration.ofMillis(millis)))
                .withMessageContaining("length");
    }

    @Test
    @DisplayName("many instances at once all find themselves and each other")
    void manyAtOnce() throws Exception {
        var pool = Executors.newFixedThreadPool(8);
        try {
            var board = board();
            var calls = IntStream.range(0, 8)
                    .<Callable<Boolean>>mapToObj(i -> () -> {
                        var own = board();
                        for (int n = 0; n < 20; n++) {
                            assertThat(own.post("i-" + i, "report " + n, LONG))
                                    .filteredOn(posted -> posted.instance().equals("i-" + i))
                                    .extracting(Posted::report)
                                    .containsExactly("report " + n);
                        }
                        return true;
                    })
                    .toList();
            var done = new ArrayList<Boolean>();
            for (var each : pool.invokeAll(calls)) {
                done.add(each.get());
            }

            assertThat(done).hasSize(8);
            assertThat(board.instances()).hasSize(8);
        } finally {
            pool.shutdownNow();
        }
    }
}
