package ai.levqor.ops.discovery;

import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.Provider;
import ai.levqor.ops.spi.Settings;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * A provider, and what it says of itself. Whatever it throws is told with its class and jar; the text of a foreign
 * exception stays in the cause, for it may hold a secret.
 *
 * @param origin its class, and the jar or folder that is from
 */
record Found<T>(Provider<T> provider, String id, Set<String> required, String origin) {
    private static final Pattern ID = Pattern.compile("[a-z0-9-]+");

    static <T> Found<T> of(ServiceLoader.Provider<? extends Provider<T>> service) {
        var origin = origin(service.type());
        Provider<T> provider = asked(origin, "its constructor", service::get);
        var id = asked(origin, "id()", provider::id);
        if (!ID.matcher(id).matches()) {
            throw new ConfigurationException(
                    "an id must be of lower case letters, digits and dashes; that of " + origin + " is '" + id + "'");
        }
        return new Found<>(
                provider,
                id,
                asked(origin, "requiredSettings()", () -> Set.copyOf(provider.requiredSettings())),
                origin);
    }

    /** The settings it needs that are not there, in order. */
    List<String> missing(Settings settings) {
        return required.stream()
                .filter(name -> settings.find(name).isEmpty())
                .sorted()
                .toList();
    }

    T create(Settings settings) {
        var missing = missing(settings);
        if (!missing.isEmpty()) {
            throw new ConfigurationException("the provider '" + id + "' needs settings that are not there: " + missing);
        }
        return asked(origin, "create()", () -> provider.create(settings));
    }

    private static <V> V asked(String origin, String call, Supplier<V> answer) {
        V given;
        try {
            given = answer.get();
        } catch (ConfigurationException e) {
            throw new ConfigurationException("the provider " + origin + " says: " + e.getMessage(), e);
        } catch (RuntimeException | ServiceConfigurationError | LinkageError e) {
            throw new ConfigurationException("the provider " + origin + " fails in " + call + "; see the cause", e);
        }
        if (given == null) {
            throw new ConfigurationException("the provider " + origin + " returns null from " + call);
        }
        return given;
    }

    private static String origin(Class<?> type) {
        var source = type.getProtectionDomain().getCodeSource();
        return source == null ? type.getName() : type.getName() + " from " + source.getLocation();
    }
}
