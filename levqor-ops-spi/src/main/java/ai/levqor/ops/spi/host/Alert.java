package ai.levqor.ops.spi.host;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * Something a person should know. Holds no secret and no personal data.
 *
 * @param at when it happened
 * @param severity how bad it is
 * @param incident the incident it is about; may be empty
 * @param title one line without line breaks, not empty
 * @param text more lines; may be empty
 */
public record Alert(Instant at, Severity severity, String incident, String title, String text) {

    /** How bad it is. */
    public enum Severity {
        /** Good to know. */
        INFO,
        /** Somebody should look at it by day. */
        WARNING,
        /** Somebody should look at it now. */
        CRITICAL
    }

    public Alert {
        requireNonNull(at, "at");
        requireNonNull(severity, "severity");
        requireNonNull(incident, "incident");
        requireNonNull(text, "text");
        if (title.isBlank() || title.contains("\n")) {
            throw new IllegalArgumentException("title must be one line and not blank");
        }
    }
}
