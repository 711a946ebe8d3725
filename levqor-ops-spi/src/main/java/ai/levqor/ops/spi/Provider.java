package ai.levqor.ops.spi;

import java.util.Set;

/**
 * Makes one kind of adapter; found by {@link java.util.ServiceLoader}. Each SPI has its own sub-interface, which is the
 * name of the file under {@code META-INF/services}. Finding a provider does nothing: it is used when the application
 * names its id, or when it requires settings and all of them are present.
 *
 * <p>A provider has a public constructor without parameters, which opens nothing.
 *
 * @param <T> the adapter
 */
public interface Provider<T> {

    /** The name the application chooses it by: lower case letters, digits and dashes, unique among its kind. */
    String id();

    /**
     * The settings without which {@link #create} cannot work, by environment variable. With all of them present the
     * provider is used without being named; a provider that requires none must be named.
     */
    Set<String> requiredSettings();

    /**
     * Makes the adapter. Called once, on the thread that builds the autopilot.
     *
     * @throws ConfigurationException if a setting's value is wrong
     */
    T create(Settings settings);
}
