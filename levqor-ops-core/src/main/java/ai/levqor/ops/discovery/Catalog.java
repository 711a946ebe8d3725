package ai.levqor.ops.discovery;

import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.Provider;
import ai.levqor.ops.spi.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;

/**
 * The providers of one kind that were found on the class path, by id. Finding them does nothing; {@link #choose} takes
 * one, or none, or says why it cannot; {@link #all} takes every one that is configured. A provider that cannot be loaded is a mistake even if nobody asked for it: it
 * might be the one that was meant.
 *
 * <p><b>Threading:</b> immutable, and as safe for many threads as the providers are.
 *
 * @param <T> the adapter they make
 */
public final class Catalog<T> {
    private final Class<? extends Provider<T>> kind;
    private final Map<String, Found<T>> byId;

    private Catalog(Class<? extends Provider<T>> kind, Map<String, Found<T>> byId) {
        this.kind = kind;
        this.byId = byId;
    }

    /**
     * Lists what a loader finds. The caller makes the loader, so that it is the caller's class loader that looks.
     *
     * @throws ConfigurationException if a provider cannot be loaded, has no proper id, or has the id of another
     */
    public static <T, P extends Provider<T>> Catalog<T> of(Class<P> kind, ServiceLoader<P> loader) {
        var byId = new TreeMap<String, Found<T>>();
        try {
            loader.stream().forEach(service -> {
                var found = Found.<T>of(service);
                var twin = byId.putIfAbsent(found.id(), found);
                if (twin != null) {
                    throw new ConfigurationException("two providers share the id '" + found.id() + "': " + twin.origin()
                            + ", and " + found.origin() + "; remove one of them");
                }
            });
        } catch (ServiceConfigurationError | LinkageError e) {
            throw new ConfigurationException("a provider in " + file(kind) + " cannot be loaded: " + e.getMessage(), e);
        }
        return new Catalog<>(kind, byId);
    }

    /** The ids of all that were found, in order. */
    public List<String> ids() {
        return List.copyOf(byId.keySet());
    }

    /** The ids of the providers that may be used without being named: they need settings, and all of them are there. */
    public List<String> configured(Settings settings) {
        return byId.values().stream()
                .filter(found ->
                        !found.required().isEmpty() && found.missing(settings).isEmpty())
                .map(Found::id)
                .toList();
    }

    /**
     * Makes the adapter of the named provider; without a name, that of the only configured one.
     *
     * @param named the id the application asks for, if it asks for one
     * @return the adapter; empty if none is named and none configured
     * @throws ConfigurationException if there is no such provider, its settings are missing, it fails, or several are
     *     configured and none is named
     */
    public Optional<T> choose(Optional<String> named, Settings settings) {
        if (named.isPresent()) {
            return Optional.of(create(named.get(), settings));
        }
        var configured = configured(settings);
        if (configured.size() > 1) {
            throw new ConfigurationException("the settings of several providers in " + file(kind) + " are there: "
                    + configured + "; name the one to use");
        }
        return configured.stream().findFirst().map(id -> create(id, settings));
    }

    /**
     * Makes the adapter of every configured provider, in the order of their ids.
     *
     * @throws ConfigurationException if one fails
     */
    public List<T> all(Settings settings) {
        return configured(settings).stream().map(id -> create(id, settings)).toList();
    }

    private T create(String id, Settings settings) {
        var found = byId.get(id);
        if (found == null) {
            throw new ConfigurationException("no provider has the id '" + id + "'; found " + ids()
                    + ". Is its jar on the class path, with " + file(kind) + "?");
        }
        return found.create(settings);
    }

    private static String file(Class<?> kind) {
        return "META-INF/services/" + kind.getName();
    }
}
