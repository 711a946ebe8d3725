package ai.levqor.ops.engine;

import ai.levqor.ops.engine.ask.StateCodec;
import ai.levqor.ops.policy.scale.StepState;
import ai.levqor.ops.policy.scale.StepState.SpendVerdict;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the step policy remembers, as one JSON object. */
public final class StepStateCodec implements StateCodec<StepState> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public String encode(StepState state) {
        var json = JSON.createObjectNode();
        json.put("seen_at", text(state.seenAt()));
        json.put("workers", state.workers());
        json.put("idle_since", text(state.idleSince()));
        json.put("last_up_at", text(state.lastUpAt()));
        json.put("spend_known_at", text(state.spendKnownAt()));
        json.put("spend_verdict", ScaleJson.code(state.spendVerdict()));
        return json.toString();
    }

    @Override
    public StepState decode(String text) {
        try {
            var json = JSON.readTree(text);
            return new StepState(
                    instant(json, "seen_at"),
                    json.required("workers").intValue(),
                    instant(json, "idle_since"),
                    instant(json, "last_up_at"),
                    instant(json, "spend_known_at"),
                    SpendVerdict.valueOf(json.required("spend_verdict").asText().toUpperCase(Locale.ROOT)));
        } catch (JsonProcessingException | DateTimeException e) {
            throw new IllegalArgumentException("not the state of a step policy", e);
        }
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    private static @Nullable Instant instant(JsonNode json, String field) {
        var value = json.required(field);
        return value.isNull() ? null : Instant.parse(value.asText());
    }
}
