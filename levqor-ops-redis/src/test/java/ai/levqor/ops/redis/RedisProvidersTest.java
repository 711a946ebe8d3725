package ai.levqor.ops.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.Provider;
import ai.levqor.ops.spi.Settings;
import ai.levqor.ops.spi.state.FireStoreProvider;
import ai.levqor.ops.spi.state.FlagStoreProvider;
import ai.levqor.ops.spi.state.StateStoreProvider;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("a provider of a store in Redis")
class RedisProvidersTest {

    static Stream<Class<? extends Provider<?>>> kinds() {
        return Stream.of(StateStoreProvider.class, FlagStoreProvider.class, FireStoreProvider.class);
    }

    private static Provider<?> found(Class<? extends Provider<?>> kind) {
        return ServiceLoader.load(kind).stream()
                .map(ServiceLoader.Provider::get)
                .filter(each -> each.id().equals("redis"))
                .findFirst()
                .orElseThrow();
    }

    private static Settings settings(Map<String, String> settings) {
        return name -> Optional.ofNullable(settings.get(name));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    @DisplayName("is found on the class path, and is used as soon as REDIS_URL is set")
    void isFound(Class<? extends Provider<?>> kind) {
        assertThat(found(kind).requiredSettings()).containsExactly("REDIS_URL");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    @DisplayName("opens nothing, and makes a store that can be closed")
    void opensNothing(Class<? extends Provider<?>> kind) throws Exception {
        var nobody = "redis://127.0.0.1:" + RedisServer.freePort();

        var store = found(kind).create(settings(Map.of("REDIS_URL", nobody)));

        assertThat(store).isInstanceOf(AutoCloseable.class);
        ((AutoCloseable) store).close();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    @DisplayName("stops the start where a setting is wrong, and does not repeat the address")
    void wrongSetting(Class<? extends Provider<?>> kind) {
        var wrong = settings(Map.of("REDIS_URL", "http://u:hunter2@redis"));

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> found(kind).create(wrong))
                .withMessageStartingWith("REDIS_URL must be redis://")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"));
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> found(kind).create(settings(Map.of())))
                .withMessageStartingWith("REDIS_URL must be set");
    }
}
