package ai.levqor.ops.policy.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalInt;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A late event")
class LateEventTest {
    private static final OptionalInt NONE = OptionalInt.empty();

    @Test
    @DisplayName("of a user with neighbours moves the next day's gap")
    void betweenNeighbours() {
        var event = new LateEvent(OptionalInt.of(10), 12, OptionalInt.of(500));

        assertThat(event.changes())
                .containsExactly(new GapChange(12, 2, 1), new GapChange(500, 366, -1), new GapChange(500, 366, 1));
        assertThat(event.raisedFrom(7)).isEqualTo(17);
        assertThat(event.raisedTo(7)).isEqualTo(19);
    }

    @Test
    @DisplayName("at the end of the calendar does not overflow")
    void extremes() {
        var event = new LateEvent(OptionalInt.of(Integer.MIN_VALUE), Integer.MAX_VALUE, NONE);

        assertThat(event.changes()).containsExactly(new GapChange(Integer.MAX_VALUE, 366, 1));
        assertThat(event.raisedTo(30)).isEqualTo(Integer.MAX_VALUE + 30L);
    }

    @Test
    @DisplayName("has its neighbours on either side")
    void neighbours() {
        assertThatThrownBy(() -> new LateEvent(OptionalInt.of(5), 5, NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("before must be < day 5, was 5");
        assertThatThrownBy(() -> new LateEvent(NONE, 5, OptionalInt.of(5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("after must be > day 5, was 5");
        assertThatThrownBy(() -> new LateEvent(NONE, 5, NONE).raisedFrom(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("window must be >= 1, was 0");
    }
}
