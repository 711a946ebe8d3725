package ai.levqor.ops.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.state.Fire;
import ai.levqor.ops.spi.state.FireStore;
import ai.levqor.ops.spi.state.FireStore.Entry;
import ai.levqor.ops.spi.state.FireStore.Request;
import ai.levqor.ops.spi.state.FireStore.State;
import ai.levqor.ops.spi.state.FireStore.Taking.Held;
import ai.levqor.ops.spi.state.FireStore.Taking.Taken;
import ai.levqor.ops.spi.state.FireStoreContract;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

abstract class RedisFireStoreContract extends FireStoreContract {
    private static final String FIRES = "{levqor}:fires:job";
    private static final String ORDER = "{levqor}:fires:job:order";

    abstract FreshRedis redis();

    @Override
    protected FireStore store(Clock clock, LongSupplier ticker) {
        return new RedisFireStore(redis().client(), ticker);
    }

    @Override
    protected int mostKept() {
        return RedisFireStore.KEPT;
    }

    private RedisFireStore fires() {
        return new RedisFireStore(redis().client(), () -> 0);
    }

    private static Request request(int second) {
        var fire = new Fire("job", Instant.parse("2026-11-26T12:00:00Z").plusSeconds(second));
        return new Request(fire, "a", Duration.ofSeconds(15), true);
    }

    @Test
    @DisplayName("Redis does not grow, however many fires there are and whether they end or not")
    void doesNotGrow() {
        var store = fires();
        var people = redis().redis();

        for (int at = 0; at < 300; at++) {
            var taking = store.take(request(at));
            if (at % 2 == 0 && taking instanceof Taken mine) {
                store.settle(mine.claim(), State.DONE, "");
            }
        }

        assertThat(store.newest("job", 500)).hasSize(RedisFireStore.KEPT + RedisFireStore.OLD_RUNNING);
        assertThat(store.newest("job", 500).subList(0, RedisFireStore.KEPT))
                .extracting(Entry::fire)
                .startsWith(request(299).fire())
                .endsWith(request(200).fire());
        assertThat(store.newest("job", 500).subList(RedisFireStore.KEPT, 120))
                .allMatch(entry -> entry.state() == State.RUNNING)
                .extracting(Entry::fire)
                .startsWith(request(199).fire())
                .endsWith(request(161).fire());
        assertThat(Reply.texts(people.ask("k", "KEYS", "*"))).containsExactlyInAnyOrder(FIRES, ORDER);
        assertThat(Reply.number(people.ask("k", "ZCARD", ORDER))).isEqualTo(120);
        assertThat(Reply.number(people.ask("k", "HLEN", FIRES))).isLessThanOrEqualTo(120 * 7);
    }

    @Test
    @DisplayName("the times that people see are those of the server")
    void serversTimes() {
        var store = fires();
        var before = Instant.now().minusSeconds(1);

        var claim = ((Taken) store.take(request(0))).claim();
        store.settle(claim, State.DONE, "");

        assertThat(store.newest("job", 1)).singleElement().satisfies(entry -> {
            assertThat(entry.takenAt()).isBetween(before, Instant.now().plusSeconds(1));
            assertThat(entry.settledAt().orElseThrow())
                    .isBetween(entry.takenAt(), Instant.now().plusSeconds(1));
        });
    }

    @Test
    @DisplayName("keys that hold something else are a fault that says so, and stay as they are")
    void wrongType() {
        var store = fires();
        var people = redis().redis();
        people.ask("k", "SET", ORDER, "mine");

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> store.take(request(0)))
                .withMessageContaining("WRONGTYPE");
        assertThat(Reply.texts(people.ask("k", "KEYS", "*")))
                .as("nothing was written")
                .containsExactly(ORDER);

        people.ask("k", "SET", FIRES, "mine");
        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> store.take(request(0)))
                .withMessageContaining("WRONGTYPE");
        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> store.newest("job", 1))
                .withMessageContaining("WRONGTYPE");
        assertThat(Reply.text(people.ask("k", "GET", FIRES))).isEqualTo("mine");
    }

    @Test
    @DisplayName("a fire whose fields are damaged is a fault, and stays as it is")
    void damaged() {
        var store = fires();
        var people = redis().redis();
        store.take(request(0));
        people.ask("k", "HSET", FIRES, "2026-11-26T12:00:00Z/state", "LOST");

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> store.take(request(0)))
                .withMessage("the fires of job in Redis are damaged, and are left as they are");
        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> store.newest("job", 1))
                .withMessage("the fires of job in Redis are damaged, and are left as they are");

        people.ask("k", "HSET", FIRES, "2026-11-26T12:00:00Z/state", "RUNNING");
        people.ask("k", "HDEL", FIRES, "2026-11-26T12:00:00Z/owner");
        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> store.take(request(0)))
                .withMessage("the fires of job in Redis are damaged, and are left as they are");
    }

    @Test
    @DisplayName("no fire is lost or taken twice where a person removed the order")
    void orderRemoved() {
        var store = fires();
        store.take(request(0));
        redis().redis().ask("k", "DEL", ORDER);

        var other = new Request(request(0).fire(), "b", Duration.ofSeconds(15), true);

        assertThat(store.take(other)).isEqualTo(new Held("a"));
        assertThat(store.take(request(1))).isInstanceOf(Taken.class);
        assertThat(store.newest("job", 5))
                .extracting(Entry::fire)
                .containsExactly(request(1).fire());
    }
}
