package ai.levqor.ops.store.jdbc;

import ai.levqor.ops.spi.ConfigurationException;
import java.util.regex.Pattern;

/** Names of tables and columns: what they may be made of. Whatever passes here can be quoted without an escape. */
final class Names {
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{Nd}_$]{0,62}");
    private static final String RULE = "letters, digits, _ and $, not beginning with a digit or $, at most 63 of them";

    private Names() {}

    /** A column. */
    static String column(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new ConfigurationException(
                    what + " must be a name of " + RULE + "; this one is not: " + Quoting.shown(name));
        }
        return name;
    }

    /** A table, with a schema before it or without. */
    static String table(String what, String name) {
        var parts = name.split("\\.", -1);
        if (parts.length > 2) {
            throw new ConfigurationException(
                    what + " must be TABLE or SCHEMA.TABLE; this one has more parts: " + Quoting.shown(name));
        }
        for (var part : parts) {
            column(what, part);
        }
        return name;
    }
}
