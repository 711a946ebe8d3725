package ai.levqor.ops.engine.recovery;

import ai.levqor.ops.engine.ask.StateCodec;
import ai.levqor.ops.policy.slo.BurnState;
import ai.levqor.ops.policy.slo.SloObservation.Outcomes;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;

/** What the burn rate policy remembers, as one JSON object; the outcomes of a tick are a pair, total and failures. */
public final class BurnStateCodec implements StateCodec<BurnState> {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    @Override
    public String encode(BurnState state) {
        var json = JSON.createObjectNode();
        json.put("last", state.last());
        json.put("streak", state.streak());
        var outcomes = json.putArray("outcomes");
        state.outcomes().forEach(ended -> outcomes.addArray().add(ended.total()).add(ended.failures()));
        return json.toString();
    }

    @Override
    public BurnState decode(String text) {
        try {
            var json = JSON.readTree(text);
            var last = json.required("last");
            return new BurnState(
                    last.isNull() ? null : whole(last),
                    Math.toIntExact(whole(json.required("streak"))),
                    outcomes(json.required("outcomes")));
        } catch (JsonProcessingException | ArithmeticException e) {
            throw new IllegalArgumentException("not the state of a burn rate policy", e);
        }
    }

    private static List<Outcomes> outcomes(JsonNode array) {
        var outcomes = new ArrayList<Outcomes>();
        array.forEach(pair -> outcomes.add(new Outcomes(whole(pair.required(0)), whole(pair.required(1)))));
        return outcomes;
    }

    private static long whole(JsonNode number) {
        if (!number.isIntegralNumber() || !number.canConvertToLong()) {
            throw new IllegalArgumentException("must be a whole number, was " + number.getNodeType());
        }
        return number.longValue();
    }
}
