package ai.levqor.ops.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.state.FlagStore;
import ai.levqor.ops.spi.state.FlagStoreContract;
import ai.levqor.ops.spi.state.Flags;
import ai.levqor.ops.spi.state.Lease;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

abstract class RedisFlagStoreContract extends FlagStoreContract {
    private static final String HASH = "{levqor}:flags";
    private static final Instant AT = Instant.parse("2026-11-23T15:00:00Z");

    abstract FreshRedis redis();

    @Override
    protected FlagStore store() {
        return flags();
    }

    private RedisFlagStore flags() {
        return new RedisFlagStore(redis().client());
    }

    private void byHand(Object... words) {
        redis().redis().ask(HASH, words);
    }

    private List<String> content() {
        return Reply.texts(redis().redis().ask(HASH, "HGETALL", HASH));
    }

    @Test
    @DisplayName("the first write leaves a hash that reads like a file of flags")
    void forPeople() {
        var store = flags();

        store.compareAndSet(store.read(), new Flags(3, true, false, false, Optional.of(AT), Optional.empty()));

        assertThat(content())
                .containsExactlyInAnyOrder(
                        "WORKER_COUNT",
                        "3",
                        "AUTOSCALE_ENABLED",
                        "true",
                        "INCIDENT_AUTORECOVER",
                        "false",
                        "NEW_QUEUE_ENABLED",
                        "false",
                        "LAST_AUTOSCALE",
                        "2026-11-23T15:00:00Z",
                        "updated_at",
                        "null");
    }

    @Test
    @DisplayName("a switch that a person throws is seen by the next read, and stops a write that did not know of it")
    void switchedByHand() {
        var store = flags();
        var before = store.read();

        byHand("HSET", HASH, "AUTOSCALE_ENABLED", "true");

        assertThat(store.compareAndSet(before, Flags.DEFAULTS)).isFalse();
        assertThat(store.read().flags())
                .isEqualTo(new Flags(2, true, false, false, Optional.empty(), Optional.empty()));
        assertThat(store.read().stored()).isTrue();
        assertThat(content()).containsExactly("AUTOSCALE_ENABLED", "true");
    }

    @Test
    @DisplayName("a write changes what changes: unknown fields stay, and so does how a value is written")
    void everythingElseSurvives() {
        var store = flags();
        byHand("HSET", HASH, "note", "é\r\n", "WORKER_COUNT", "0002", "updated_at", "yesterday, Ann", "", "empty");

        assertThat(store.compareAndSet(store.read(), store.read().flags())).isTrue();
        assertThat(content())
                .containsExactlyInAnyOrder(
                        "note",
                        "é\r\n",
                        "WORKER_COUNT",
                        "0002",
                        "updated_at",
                        "yesterday, Ann",
                        "",
                        "empty",
                        "AUTOSCALE_ENABLED",
                        "false",
                        "INCIDENT_AUTORECOVER",
                        "false",
                        "NEW_QUEUE_ENABLED",
                        "false",
                        "LAST_AUTOSCALE",
                        "null");

        assertThat(store.compareAndSet(store.read(), store.read().flags().scaledTo(4, AT)))
                .isTrue();
        assertThat(content()).contains("note", "é\r\n", "", "empty").doesNotContain("0002", "yesterday, Ann");
    }

    @Test
    @DisplayName("fields that nobody knows are no flags, and no change of them")
    void unknownFieldsAlone() {
        var store = flags();
        byHand("HSET", HASH, "note", "mine");
        var before = store.read();
        assertThat(before.stored()).isFalse();

        byHand("HSET", HASH, "note", "other");

        assertThat(store.compareAndSet(before, Flags.DEFAULTS)).isTrue();
        assertThat(content()).contains("note", "other");
    }

    @ParameterizedTest
    @CsvSource({
        "WORKER_COUNT, two", "WORKER_COUNT, 0", "WORKER_COUNT, -1", "WORKER_COUNT, 10001", "WORKER_COUNT, 4294967298",
        "WORKER_COUNT, 2.0", "WORKER_COUNT, ' 2'", "WORKER_COUNT, ''", "WORKER_COUNT, '\"2\"'", "WORKER_COUNT, ２",
        "AUTOSCALE_ENABLED, True", "AUTOSCALE_ENABLED, 1", "INCIDENT_AUTORECOVER, on", "NEW_QUEUE_ENABLED, ''"
    })
    @DisplayName("bad content keeps the last good flags, says what is wrong without the value, and is not written over")
    void badContent(String field, String value) {
        var store = flags();
        byHand("HSET", HASH, "WORKER_COUNT", "3", "AUTOSCALE_ENABLED", "true");
        var good = store.read();

        byHand("HSET", HASH, field, value);
        var reading = store.read();
        var before = content();

        var rule = HASH + ": " + field + " must be "
                + (field.equals("WORKER_COUNT") ? "an integer from 1 to 10000" : "true or false");
        assertThat(reading.flags()).isEqualTo(good.flags());
        assertThat(reading.problem()).contains(rule);
        assertThat(reading.stored()).isTrue();
        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> store.compareAndSet(reading, Flags.DEFAULTS))
                .withMessageStartingWith(HASH + " is bad and is not written; " + field);
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(store::selfCheck)
                .withMessageStartingWith(rule);
        assertThat(content()).isEqualTo(before);
        assertThat(flags().read().flags()).as("before there were good ones").isEqualTo(Flags.DEFAULTS);

        byHand("HDEL", HASH, field);
        assertThat(store.read().problem()).isEmpty();
        assertThatCode(store::selfCheck).doesNotThrowAnyException();
        assertThat(store.compareAndSet(store.read(), Flags.DEFAULTS)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday, Ann", "", "null", "17", "true", "\"2026-11-23T15:00:00Z\""})
    @DisplayName("whatever people write as a time is no problem: what is none counts as never")
    void timesMayBeAnything(String value) {
        byHand("HSET", HASH, "updated_at", value, "LAST_AUTOSCALE", value);

        var reading = flags().read();

        assertThat(reading.problem()).isEmpty();
        assertThat(reading.flags()).isEqualTo(Flags.DEFAULTS);
    }

    @Test
    @DisplayName("bytes that are no text are compared as they are")
    void bytes() {
        var store = flags();
        byHand("HSET", HASH, "updated_at", new byte[] {(byte) 0xFF});
        var before = store.read();

        byHand("HSET", HASH, "updated_at", new byte[] {(byte) 0xFE});

        assertThat(store.compareAndSet(before, Flags.DEFAULTS)).isFalse();
        assertThat(store.compareAndSet(store.read(), Flags.DEFAULTS)).isTrue();
        assertThat(content()).contains("WORKER_COUNT");
    }

    @Test
    @DisplayName("removing the hash switches everything off")
    void removed() {
        var store = flags();
        byHand("HSET", HASH, "AUTOSCALE_ENABLED", "true");
        assertThat(store.read().flags().autoscaleEnabled()).isTrue();

        byHand("DEL", HASH);

        assertThat(store.read()).isEqualTo(flags().read());
        assertThat(store.read().flags()).isEqualTo(Flags.DEFAULTS);
        assertThat(store.read().stored()).isFalse();
        assertThat(store.compareAndSet(store.read(), Flags.DEFAULTS)).isTrue();
    }

    @Test
    @DisplayName("a key that holds something else is a fault that says so, and stays as it is")
    void wrongType() {
        var seen = flags();
        var before = seen.read();
        byHand("SET", HASH, "mine");

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> flags().read())
                .withMessageContaining("WRONGTYPE");
        assertThat(seen.read().problem().orElseThrow())
                .startsWith(HASH + " cannot be read: ")
                .contains("WRONGTYPE");
        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> seen.compareAndSet(before, Flags.DEFAULTS))
                .withMessageContaining("WRONGTYPE");

        assertThat(Reply.text(redis().redis().ask(HASH, "GET", HASH))).isEqualTo("mine");
    }

    @Test
    @DisplayName("the holder of the lease writes; one that has been succeeded does not, however long it slept")
    void fenced() {
        var store = flags();
        byHand("HSET", "{levqor}:lease:autopilot", "token", "10", "owner", "b", "until", "0");
        var seen = store.read();

        assertThat(store.compareAndSet(seen, Flags.DEFAULTS.scaledTo(9, AT), lease(9)))
                .isFalse();
        assertThat(store.read()).isEqualTo(seen);
        assertThat(store.compareAndSet(seen, Flags.DEFAULTS.scaledTo(4, AT), lease(10)))
                .isTrue();
        assertThat(store.read().flags().workerCount()).isEqualTo(4);
        assertThat(store.compareAndSet(store.read(), Flags.DEFAULTS, lease(11))).isTrue();
        assertThat(store.compareAndSet(seen, Flags.DEFAULTS, lease(11)))
                .as("flags have changed")
                .isFalse();
    }

    @Test
    @DisplayName("a lease that nobody has been given yet, or that is another's, refuses nobody")
    void notFenced() {
        var store = flags();
        byHand("HSET", "{levqor}:lease:other", "token", "10");

        assertThat(store.compareAndSet(store.read(), Flags.DEFAULTS, lease(1))).isTrue();
    }

    @Test
    @DisplayName("tokens are compared to the last digit")
    void greatTokens() {
        var store = flags();
        byHand("HSET", "{levqor}:lease:autopilot", "token", "" + Long.MAX_VALUE);

        assertThat(store.compareAndSet(store.read(), Flags.DEFAULTS, lease(Long.MAX_VALUE - 1)))
                .isFalse();
        assertThat(store.compareAndSet(store.read(), Flags.DEFAULTS, lease(Long.MAX_VALUE)))
                .isTrue();
    }

    @Test
    @DisplayName("a lease's key that holds something else refuses the write, and says so")
    void leaseOfWrongType() {
        var store = flags();
        byHand("SET", "{levqor}:lease:autopilot", "mine");

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> store.compareAndSet(store.read(), Flags.DEFAULTS, lease(1)))
                .withMessageContaining("WRONGTYPE");
        assertThat(content()).isEmpty();
    }

    private static Lease lease(long token) {
        return new Lease("autopilot", "a", token);
    }
}
