package ai.levqor.ops.spi.host;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of a backup. Holds no secret: all of it is logged and told.
 *
 * @param done whether it was made
 * @param message that in words for a person, one line, not blank, such as {@code 3 tables, 120 MB}
 * @param tail the last lines of what the backup said, for the log; may be empty
 * @param counts what it has done in numbers, by name, such as {@code bytes}; may be empty
 */
public record BackupResult(boolean done, String message, List<String> tail, Map<String, Long> counts) {

    /** Copies the list and the map, whose names come in the order of the alphabet. */
    public BackupResult {
        if (message.isBlank() || message.contains("\n")) {
            throw new IllegalArgumentException("message must be one line and not blank");
        }
        tail = List.copyOf(tail);
        counts = Collections.unmodifiableMap(new TreeMap<>(counts));
    }

    /** It was made. */
    public static BackupResult done(String message) {
        return new BackupResult(true, message, List.of(), Map.of());
    }

    /** It was not made. */
    public static BackupResult failed(String message) {
        return new BackupResult(false, message, List.of(), Map.of());
    }
}
