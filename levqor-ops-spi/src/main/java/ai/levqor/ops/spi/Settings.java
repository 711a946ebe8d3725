package ai.levqor.ops.spi;

import java.util.Optional;

/**
 * The settings an adapter is made from, by the name of their environment variable ({@code REDIS_URL}, {@code OPS_X_Y}).
 * The application may have overridden a variable by a system property or a builder call; the adapter sees the result.
 * Implementations are immutable and safe for many threads.
 */
@FunctionalInterface
public interface Settings {

    /**
     * Looks a setting up.
     *
     * @param name the environment variable's name, such as {@code REDIS_URL}
     * @return the value without surrounding white space; empty if it is unset or blank
     */
    Optional<String> find(String name);

    /**
     * A setting that must be there.
     *
     * @throws ConfigurationException naming the setting, if it is unset or blank
     */
    default String require(String name) {
        return find(name).orElseThrow(() -> new ConfigurationException(name + " must be set, and is not"));
    }
}
