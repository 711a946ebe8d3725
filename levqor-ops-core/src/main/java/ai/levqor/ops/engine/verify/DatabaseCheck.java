package ai.levqor.ops.engine.verify;

import ai.levqor.ops.spi.SelfCheck;
import java.util.Map;

/** {@code database}: it answers, and its tables are as they must be. */
public final class DatabaseCheck {
    private DatabaseCheck() {}

    /**
     * Looks at each part; the first that is not well is told.
     *
     * @param parts what the database is used for, by a word for it, in the order in which it is looked at; empty if there
     *     is no database
     */
    public static Check of(Map<String, SelfCheck> parts) {
        return new Check("database", () -> {
            if (parts.isEmpty()) {
                return Finding.skipped("no database is given");
            }
            for (var part : parts.entrySet()) {
                try {
                    part.getValue().selfCheck();
                } catch (RuntimeException e) {
                    return Finding.failed(part.getKey() + ": " + Words.of(e));
                }
            }
            return Finding.passed("as it must be: " + String.join(", ", parts.keySet()));
        });
    }
}
