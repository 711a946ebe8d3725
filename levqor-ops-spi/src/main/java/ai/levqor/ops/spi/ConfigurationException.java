package ai.levqor.ops.spi;

import org.jspecify.annotations.Nullable;

/**
 * A mistake: a setting, a plug-in's id or a file that cannot be right however often it is tried. It is thrown while
 * things are put together, never by a running loop. The message names the thing, its rule and the fix, and never
 * repeats a secret value.
 */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A mistake that the message alone explains. */
    public ConfigurationException(String message) {
        super(message);
    }

    /** A mistake that something else reported first. */
    public ConfigurationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
