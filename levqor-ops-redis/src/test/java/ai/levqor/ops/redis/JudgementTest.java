package ai.levqor.ops.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.ServerCondition;
import ai.levqor.ops.spi.ServerCondition.Durability;
import ai.levqor.ops.spi.UnavailableException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("a Redis server")
class JudgementTest {
    private static final Map<String, String> GOOD_INFO = Map.of(
            "redis_version", "7.0.15",
            "maxmemory", "1000",
            "used_memory", "900",
            "maxmemory_policy", "noeviction",
            "aof_enabled", "1",
            "rdb_last_bgsave_status", "ok",
            "aof_last_write_status", "ok",
            "role", "master");
    private static final Map<String, String> GOOD_SETTINGS =
            Map.of("maxmemory-policy", "noeviction", "appendonly", "yes", "appendfsync", "everysec", "save", "900 1");

    private static Judgement withInfo(String name, String value) {
        return Judgement.of(with(GOOD_INFO, name, value), GOOD_SETTINGS);
    }

    private static Judgement withSetting(String name, String value) {
        return Judgement.of(GOOD_INFO, with(GOOD_SETTINGS, name, value));
    }

    private static Map<String, String> with(Map<String, String> good, String name, String value) {
        var facts = new HashMap<>(good);
        facts.put(name, value);
        return facts;
    }

    @Test
    @DisplayName("that is as it should be has no warning")
    void good() {
        var judgement = Judgement.of(GOOD_INFO, GOOD_SETTINGS);

        assertThat(judgement.condition().warnings()).isEmpty();
        assertThat(judgement.condition().version()).isEqualTo("7.0.15");
        assertThat(judgement.condition().durability()).isEqualTo(Durability.EVERYSEC);
        assertThatCode(judgement::require).doesNotThrowAnyException();
    }

    @Test
    @DisplayName("of which nothing is known has no warning either")
    void unknown() {
        var judgement = Judgement.of(Map.of(), Map.of());

        assertThat(judgement.condition()).isEqualTo(new ServerCondition("unknown", Durability.UNKNOWN, List.of()));
        assertThatCode(judgement::require).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.0.16", "5.0.14", "2.8", "6.1.240"})
    @DisplayName("that is too old is a mistake")
    void tooOld(String version) {
        assertMistake(withInfo("redis_version", version), "Redis " + version + " is too old");
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.2.0", "6.2", "7.4.1", "8.0.0", "10.0", "255.255.255", "unstable"})
    @DisplayName("that is new enough, or has a strange version, is none")
    void newEnough(String version) {
        assertThat(withInfo("redis_version", version).condition().warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"allkeys-lru", "volatile-ttl"})
    @DisplayName("that evicts keys is a mistake, whichever way it is known")
    void evicts(String policy) {
        assertMistake(withSetting("maxmemory-policy", policy), "maxmemory-policy is " + policy);
        assertMistake(
                Judgement.of(with(GOOD_INFO, "maxmemory_policy", policy), Map.of()), "maxmemory-policy is " + policy);
    }

    @ParameterizedTest
    @CsvSource({
        "rdb_last_bgsave_status, snapshot could not be written",
        "aof_last_write_status, last write to its append-only file failed",
        "aof_last_bgrewrite_status, append-only file could not be written anew"
    })
    @DisplayName("whose disk fails is unfit for now")
    void diskFails(String fact, String words) {
        assertFault(withInfo(fact, "err"), words);
    }

    @Test
    @DisplayName("whose memory is full is unfit for now, and one that is nearly full is warned of")
    void memory() {
        assertFault(withInfo("used_memory", "1000"), "memory is full");
        assertHint(withInfo("used_memory", "911"), "nearly full: 91 % of maxmemory");
        assertThat(withInfo("maxmemory", "0").condition().warnings()).isEmpty();
        assertThat(withInfo("used_memory", "909").condition().warnings()).isEmpty();
    }

    @Test
    @DisplayName("that is a replica is warned of")
    void replica() {
        assertHint(withInfo("role", "slave"), "the server is a replica");
    }

    @ParameterizedTest
    @CsvSource({
        "yes, always, '', ALWAYS, ''",
        "yes, everysec, '', EVERYSEC, ''",
        "yes, no, '', SNAPSHOTS, appendfsync is no",
        "no, everysec, 900 1, SNAPSHOTS, appendonly is no",
        "no, everysec, '', NONE, nothing is kept on the server's disk"
    })
    @DisplayName("keeps what its settings say")
    void durability(String log, String sync, String save, Durability durability, String warning) {
        var judgement = Judgement.of(GOOD_INFO, Map.of("appendonly", log, "appendfsync", sync, "save", save));

        assertThat(judgement.condition().durability()).isEqualTo(durability);
        if (warning.isEmpty()) {
            assertThat(judgement.condition().warnings()).isEmpty();
        } else {
            assertHint(judgement, warning);
        }
    }

    @Test
    @DisplayName("whose settings may not be read keeps nobody knows what, and is warned of where it has no log")
    void settingsAreUnknown() {
        assertThat(Judgement.of(GOOD_INFO, Map.of()).condition())
                .isEqualTo(new ServerCondition("7.0.15", Durability.UNKNOWN, List.of()));
        assertHint(Judgement.of(with(GOOD_INFO, "aof_enabled", "0"), Map.of()), "appendonly is no");
    }

    private static void assertMistake(Judgement judgement, String words) {
        assertThat(judgement.condition().warnings()).singleElement().asString().contains(words);
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(judgement::require)
                .withMessageContaining(words);
    }

    private static void assertFault(Judgement judgement, String words) {
        assertThat(judgement.condition().warnings()).singleElement().asString().contains(words);
        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(judgement::require)
                .withMessageContaining(words);
    }

    private static void assertHint(Judgement judgement, String words) {
        assertThat(judgement.condition().warnings()).singleElement().asString().contains(words);
        assertThatCode(judgement::require).doesNotThrowAnyException();
    }
}
