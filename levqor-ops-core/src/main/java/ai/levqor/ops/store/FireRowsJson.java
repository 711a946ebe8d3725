package ai.levqor.ops.store;

import ai.levqor.ops.spi.state.Fire;
import ai.levqor.ops.spi.state.FireStore.State;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The rows of one job as one JSON object, oldest first. */
final class FireRowsJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private FireRowsJson() {}

    static String text(List<FireRow> rows) {
        var json = JsonNodeFactory.instance.objectNode();
        var array = json.putArray("fires");
        rows.forEach(row -> array.add(json(row)));
        return json.toString();
    }

    /** One row. */
    static JsonNode json(FireRow row) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("at", row.fire().at().toString());
        json.put("owner", row.owner());
        json.put("token", row.token());
        json.put("beat", row.beat());
        json.put("state", row.state().name());
        json.put("note", row.note());
        json.put("taken_at", row.takenAt().toString());
        row.settledAt().ifPresent(at -> json.put("settled_at", at.toString()));
        return json;
    }

    /**
     * Reads what {@link #text} has written.
     *
     * @throws IllegalArgumentException if it is anything else, be it only by something that would be lost at the next write
     */
    static List<FireRow> parse(String job, String text) {
        List<FireRow> rows;
        try {
            rows = JSON.readTree(text)
                    .required("fires")
                    .valueStream()
                    .map(row -> row(job, row))
                    .toList();
        } catch (JsonProcessingException | DateTimeException e) {
            throw new IllegalArgumentException("not the fires of a job", e);
        }
        if (!text(rows).equals(text)) {
            throw new IllegalArgumentException("more or less than the fires of a job");
        }
        return rows;
    }

    private static FireRow row(String job, JsonNode json) {
        return new FireRow(
                new Fire(job, Instant.parse(word(json, "at"))),
                word(json, "owner"),
                json.required("token").longValue(),
                json.required("beat").longValue(),
                State.valueOf(word(json, "state")),
                word(json, "note"),
                Instant.parse(word(json, "taken_at")),
                Optional.ofNullable(json.get("settled_at"))
                        .map(JsonNode::asText)
                        .map(Instant::parse));
    }

    private static String word(JsonNode json, String name) {
        return json.required(name).asText();
    }
}
