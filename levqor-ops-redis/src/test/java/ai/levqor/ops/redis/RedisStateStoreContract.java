package ai.levqor.ops.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.state.StateStore;
import ai.levqor.ops.spi.state.StateStoreContract;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

abstract class RedisStateStoreContract extends StateStoreContract {

    abstract FreshRedis redis();

    @Override
    protected StateStore store() {
        return new RedisStateStore(redis().client());
    }

    private RedisStateStore state() {
        return new RedisStateStore(redis().client());
    }

    @Test
    @DisplayName("a value is a hash that a person can read and remove")
    void forPeople() {
        var store = state();
        var people = redis().redis();

        var version = store.compareAndSet("scale", Optional.empty(), "{}").orElseThrow();

        assertThat(Reply.texts(people.ask("k", "HMGET", "{levqor}:state:scale", "version", "value")))
                .containsExactly(version, "{}");
        people.ask("k", "DEL", "{levqor}:state:scale");
        assertThat(store.read("scale")).isEmpty();
        assertThat(store.compareAndSet("scale", Optional.of(version), "{}")).isEmpty();
        assertThat(store.compareAndSet("scale", Optional.empty(), "{}")).isPresent();
    }

    @Test
    @DisplayName("a key that holds something else is a fault that says so, and stays as it is")
    void wrongType() {
        var store = state();
        var people = redis().redis();
        people.ask("k", "SET", "{levqor}:state:scale", "mine");

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> store.read("scale"))
                .withMessageContaining("WRONGTYPE, the key holds something else");
        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> store.compareAndSet("scale", Optional.empty(), "x"))
                .withMessageContaining("WRONGTYPE, the key holds something else");

        assertThat(Reply.text(people.ask("k", "GET", "{levqor}:state:scale"))).isEqualTo("mine");
    }

    @Test
    @DisplayName("a hash that is no value is damaged, and stays as it is")
    void damaged() {
        var store = state();
        var people = redis().redis();
        people.ask("k", "HSET", "{levqor}:state:a", "value", "by hand");
        people.ask("k", "HSET", "{levqor}:state:b", "version", "1");
        people.ask("k", "HSET", "{levqor}:state:c", "version", "1", "value", new byte[] {(byte) 0xFF});
        people.ask("k", "HSET", "{levqor}:state:d", "version", "1", "value", "x".repeat(StateStore.MOST_BYTES + 1));

        for (var key : List.of("a", "b", "c", "d")) {
            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> store.read(key))
                    .withMessage("{levqor}:state:" + key + " is damaged; remove it to start without its value");
            assertThat(store.compareAndSet(key, Optional.empty(), "x")).isEmpty();
        }
    }

    @Test
    @DisplayName("tells the time of the server")
    void serverTime() {
        var store = state();
        var before = Instant.now();

        var there = store.serverTime();

        assertThat(there)
                .isBetween(before.minus(Duration.ofSeconds(1)), Instant.now().plus(Duration.ofSeconds(1)));
    }

    @Test
    @DisplayName("a self-check finds all well, and leaves nothing behind")
    void selfCheck() {
        var store = state();

        assertThatCode(store::selfCheck).doesNotThrowAnyException();

        assertThat(Reply.texts(redis().redis().ask("k", "KEYS", "*"))).isEmpty();
    }

    @Test
    @DisplayName("an interrupted thread asks nothing, and stays interrupted")
    void interrupted() {
        var store = state();

        Thread.currentThread().interrupt();
        try {
            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> store.compareAndSet("scale", Optional.empty(), "x"))
                    .withMessageContaining("interrupted");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }

        assertThat(store.read("scale")).isEmpty();
    }
}
