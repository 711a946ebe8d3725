package ai.levqor.ops.spi.host;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;

/**
 * The summary of a day, ready to be sent. Holds no secret and no personal data.
 *
 * @param date the day it is dated by; at most one is sent a day
 * @param subject one line without line breaks, not blank
 * @param text at most 25 lines of plain text for a person
 * @param json the same as one JSON object on one line; what is unknown is null
 */
public record SummaryMessage(LocalDate date, String subject, String text, String json) {

    public SummaryMessage {
        requireNonNull(date, "date");
        requireNonNull(text, "text");
        requireNonNull(json, "json");
        if (subject.isBlank() || subject.contains("\n")) {
            throw new IllegalArgumentException("subject must be one line and not blank");
        }
    }
}
