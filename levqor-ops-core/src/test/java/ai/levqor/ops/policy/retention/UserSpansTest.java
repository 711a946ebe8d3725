package ai.levqor.ops.policy.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("first and last days of users")
class UserSpansTest {
    private static final int TODAY = 20_000;

    private record Id(long high, long low) {}

    private record Span(int first, int last) {}

    private final Random random = new Random(20261126);
    private final UserSpans users = new UserSpans(TODAY);
    private final Map<Id, Span> truth = new HashMap<>();

    @ParameterizedTest
    @CsvSource({"0, 3000", "0, 9000000000", "7, 3000"})
    @DisplayName("night after night, users come by the first and the last day that they had, whatever their ids are")
    void nights(long high, long ids) {
        for (int i = 0; i < 20_000; i++) {
            seen(new Id(high, id(ids)), TODAY - 1 - random.nextInt(900));
        }

        for (int day = TODAY; day < TODAY + 10; day++) {
            var expected = new HashMap<Span, Long>();
            users.beginDay();
            for (int i = 0; i < 700; i++) {
                var id = new Id(high, id(ids));
                var before = truth.getOrDefault(id, new Span(UserSpans.NONE, UserSpans.NONE));
                if (before.last() < day) {
                    expected.merge(before, 1L, Long::sum);
                }
                seen(id, day);
            }
            var groups = new HashMap<Span, Long>();
            users.endDay((first, last, alike) -> groups.merge(new Span(first, last), alike, Long::sum));

            assertThat(groups).isEqualTo(expected);
        }

        assertThat(users.users()).isEqualTo(truth.size());
    }

    /** One of a few thousand, spread from 0 to an end. */
    private long id(long end) {
        return random.nextInt(3_000) * (end / 3_000);
    }

    @ParameterizedTest
    @CsvSource({"0, 7", "0, -7", "7, 7"})
    @DisplayName("the days at the ends are known, and no other, until the user is forgotten")
    void ends(long high, long low) {
        users.seen(high, low, TODAY);
        users.seen(high, low, TODAY - 9);
        users.seen(high, low, TODAY - 4);
        users.seen(high, 8, TODAY);

        assertThat(users.isEnd(high, low, TODAY)).isTrue();
        assertThat(users.isEnd(high, low, TODAY - 9)).isTrue();
        assertThat(users.isEnd(high, low, TODAY - 4)).isFalse();
        users.forget(high, low);

        assertThat(users.isEnd(high, low, TODAY)).isFalse();
        assertThat(users.isEnd(high, 8, TODAY)).isTrue();
        assertThat(users.users()).isEqualTo(1);
        users.forget(high, low);
        assertThat(users.users()).isEqualTo(1);
    }

    @Test
    @DisplayName("users whose ids become dense on the way are still known")
    void dense() {
        var apart = 3;
        var count = 1_000_000;
        for (int i = 0; i < count; i++) {
            users.seen(0, (long) apart * i, TODAY - i % 100);
        }

        assertThat(users.users()).isEqualTo(count);
        for (int i = 0; i < count; i += 1_009) {
            assertThat(users.isEnd(0, (long) apart * i, TODAY - i % 100)).isTrue();
        }
    }

    @Test
    @DisplayName("a day that is too far away to be kept is told of")
    void outside() {
        users.seen(0, 1, TODAY + 30_000);
        users.seen(0, 1, TODAY - 30_000);
        var complete = users.isComplete();
        users.seen(0, 1, TODAY + 40_000);

        assertThat(complete).isTrue();
        assertThat(users.isComplete()).isFalse();
        assertThat(users.isEnd(0, 1, TODAY + 30_000)).isTrue();
    }

    private void seen(Id id, int day) {
        users.seen(id.high(), id.low(), day);
        truth.merge(
                id,
                new Span(day, day),
                (one, other) -> new Span(Math.min(one.first(), other.first()), Math.max(one.last(), other.last())));
    }
}
