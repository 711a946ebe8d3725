package ai.levqor.ops.engine.recovery;

import ai.levqor.ops.engine.ask.StateCodec;
import ai.levqor.ops.policy.slo.StreakState;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;

/** What the streak policy remembers, as one JSON object. */
public final class StreakStateCodec implements StateCodec<StreakState> {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    @Override
    public String encode(StreakState state) {
        var json = JSON.createObjectNode();
        json.put("last", state.last());
        json.put("streak", state.streak());
        state.breached().forEach(json.putArray("breached")::add);
        state.silent().forEach(json.putArray("silent")::add);
        return json.toString();
    }

    @Override
    public StreakState decode(String text) {
        try {
            var json = JSON.readTree(text);
            var last = json.required("last");
            return new StreakState(
                    last.isNull() ? null : whole(last),
                    Math.toIntExact(whole(json.required("streak"))),
                    ticks(json.required("breached")),
                    ticks(json.required("silent")));
        } catch (JsonProcessingException | ArithmeticException e) {
            throw new IllegalArgumentException("not the state of a streak policy", e);
        }
    }

    private static List<Long> ticks(JsonNode array) {
        var ticks = new ArrayList<Long>();
        array.forEach(tick -> ticks.add(whole(tick)));
        return ticks;
    }

    private static long whole(JsonNode number) {
        if (!number.isIntegralNumber() || !number.canConvertToLong()) {
            throw new IllegalArgumentException("must be a whole number, was " + number.getNodeType());
        }
        return number.longValue();
    }
}
