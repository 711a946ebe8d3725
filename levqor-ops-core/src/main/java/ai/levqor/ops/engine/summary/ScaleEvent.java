package ai.levqor.ops.engine.summary;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * A decision of the autoscaler, as a summary counts it.
 *
 * @param at when it was made
 * @param change workers more than before; below zero if fewer, zero if nothing was carried out
 * @param frozen whether the cost guard stood
 */
public record ScaleEvent(Instant at, int change, boolean frozen) {

    public ScaleEvent {
        requireNonNull(at, "at");
    }

    /** The event of a line of the decision log; empty if it is a line of another kind, or none that can be read. */
    public static Optional<ScaleEvent> ofLine(JsonNode line) {
        var decision = line.path("decision");
        if (!line.path("kind").asText().equals("scale")
                || !decision.path("from").isInt()
                || !decision.path("to").isInt()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ScaleEvent(
                    Instant.parse(line.path("at").asText()),
                    decision.get("to").intValue() - decision.get("from").intValue(),
                    decision.path("guard").asText().equals("frozen")));
        } catch (DateTimeException notOurs) {
            return Optional.empty();
        }
    }
}
