package ai.levqor.ops;

import ai.levqor.ops.discovery.Catalog;
import ai.levqor.ops.spi.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses each part: the one that is given, else what a plug-in on the class path makes. What plug-ins made is the
 * autopilot's, and is closed with it; what is given stays the host's.
 */
final class PlugIns implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PlugIns.class);

    private final OpsSettings settings;
    private final List<AutoCloseable> made = new ArrayList<>();

    PlugIns(OpsSettings settings) {
        this.settings = settings;
    }

    /**
     * The part that is given, or that of the plug-in that is named or configured.
     *
     * @throws ai.levqor.ops.spi.ConfigurationException if a plug-in is wrong
     */
    <T, P extends Provider<T>> Optional<T> find(@Nullable T given, Class<P> kind, OpsSetting named) {
        if (given != null) {
            return Optional.of(given);
        }
        var found = Catalog.of(kind, ServiceLoader.load(kind)).choose(settings.plugIn(named), settings);
        found.filter(AutoCloseable.class::isInstance)
                .map(AutoCloseable.class::cast)
                .ifPresent(made::add);
        return found;
    }

    /** Whether a plug-in of this kind is named. */
    boolean isNamed(OpsSetting named) {
        return settings.plugIn(named).isPresent();
    }

    @Override
    public void close() {
        for (var each : made) {
            try {
                each.close();
            } catch (Exception e) {
                LOG.warn("{} did not close", each.getClass().getSimpleName(), e);
            }
        }
    }
}
