package ai.levqor.ops.engine.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.levqor.ops.policy.slo.BurnState;
import ai.levqor.ops.policy.slo.SloObservation.Outcomes;
import ai.levqor.ops.policy.slo.StreakState;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What the policies over objectives remember, as text")
class SloStateCodecTest {
    private static final int MOST = 64_000;

    private final StreakStateCodec streak = new StreakStateCodec();
    private final BurnStateCodec burn = new BurnStateCodec();

    @Property(tries = 200)
    @Label("a streak comes back as it was")
    void streakComesBack(
            @ForAll long last,
            @ForAll @IntRange(min = 9) int count,
            @ForAll @Size(max = 9) List<Long> breached,
            @ForAll List<Long> silent) {
        var state = new StreakState(last, count, breached, silent);

        assertThat(streak.decode(streak.encode(state))).isEqualTo(state);
    }

    @Property(tries = 200)
    @Label("outcomes come back as they were")
    void burnComesBack(
            @ForAll long last, @ForAll @IntRange(min = 0) int count, @ForAll List<@LongRange(min = 0) Long> totals) {
        var outcomes =
                totals.stream().map(total -> new Outcomes(total, total / 3)).toList();
        var state = new BurnState(last, count, outcomes);

        assertThat(burn.decode(burn.encode(state))).isEqualTo(state);
    }

    @Test
    @DisplayName("so does the state before the first tick")
    void start() {
        assertThat(streak.decode(streak.encode(StreakState.START))).isEqualTo(StreakState.START);
        assertThat(burn.decode(burn.encode(BurnState.START))).isEqualTo(BurnState.START);
    }

    @Test
    @DisplayName("a stored text of today is read for ever")
    void wire() {
        var row = new StreakState(5_907_888L, 2, List.of(5_907_886L, 5_907_888L), List.of(5_907_887L));
        var outcomes = new BurnState(5_907_888L, 1, List.of(new Outcomes(1_000, 3), Outcomes.NONE));

        assertThat(streak.encode(row))
                .isEqualTo("{\"last\":5907888,\"streak\":2,\"breached\":[5907886,5907888],\"silent\":[5907887]}");
        assertThat(burn.encode(outcomes)).isEqualTo("{\"last\":5907888,\"streak\":1,\"outcomes\":[[1000,3],[0,0]]}");
    }

    @Test
    @DisplayName("the largest states fit into a state store")
    void size() {
        var most = Long.MAX_VALUE;
        var outcomes = Collections.nCopies(1_440, new Outcomes(most, most));
        var ticks = Collections.nCopies(1_000, Long.MIN_VALUE);

        assertThat(bytes(burn.encode(new BurnState(most, Integer.MAX_VALUE, outcomes))))
                .isLessThanOrEqualTo(MOST);
        assertThat(bytes(streak.encode(new StreakState(most, Integer.MAX_VALUE, ticks, ticks))))
                .isLessThanOrEqualTo(MOST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "7",
                "null",
                "[]",
                "{}",
                "{",
                "{\"last\":null,\"streak\":0,\"breached\":[]}",
                "{\"last\":\"1\",\"streak\":0,\"breached\":[],\"silent\":[]}",
                "{\"last\":1.5,\"streak\":0,\"breached\":[],\"silent\":[]}",
                "{\"last\":99999999999999999999,\"streak\":0,\"breached\":[],\"silent\":[]}",
                "{\"last\":1,\"streak\":99999999999,\"breached\":[],\"silent\":[]}",
                "{\"last\":1,\"streak\":-1,\"breached\":[],\"silent\":[]}",
                "{\"last\":1,\"streak\":null,\"breached\":[],\"silent\":[]}",
                "{\"last\":1,\"streak\":1,\"breached\":[null],\"silent\":[]}",
                "{\"last\":1,\"streak\":1,\"breached\":7,\"silent\":[]}",
                "{\"last\":1,\"streak\":0,\"breached\":[],\"silent\":[true]}",
                "{\"last\":1,\"streak\":0,\"breached\":[],\"silent\":[]} x"
            })
    @DisplayName("text that is no streak is refused")
    void garbageStreak(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> streak.decode(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7",
                "null",
                "{}",
                "[",
                "{\"last\":null,\"streak\":0}",
                "{\"last\":true,\"streak\":0,\"outcomes\":[]}",
                "{\"last\":1,\"streak\":-1,\"outcomes\":[]}",
                "{\"last\":1,\"streak\":99999999999,\"outcomes\":[]}",
                "{\"last\":1,\"streak\":0,\"outcomes\":7}",
                "{\"last\":1,\"streak\":0,\"outcomes\":{\"a\":[1,0]}}",
                "{\"last\":1,\"streak\":0,\"outcomes\":[7]}",
                "{\"last\":1,\"streak\":0,\"outcomes\":[[1]]}",
                "{\"last\":1,\"streak\":0,\"outcomes\":[[1,2]]}",
                "{\"last\":1,\"streak\":0,\"outcomes\":[[1,-1]]}",
                "{\"last\":1,\"streak\":0,\"outcomes\":[[1,null]]}",
                "{\"last\":1,\"streak\":0,\"outcomes\":[[1,0.5]]}",
                "{\"last\":1,\"streak\":0,\"outcomes\":[]}]"
            })
    @DisplayName("text that is no outcomes is refused")
    void garbageBurn(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> burn.decode(text));
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
