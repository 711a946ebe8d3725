package ai.levqor.ops.engine.recovery;

import ai.levqor.ops.engine.ask.StateCodec;
import ai.levqor.ops.policy.slo.BurnState;
import ai.levqor.ops.policy.slo.SloObservation.Outcomes;
import com.fasterxml.jackson.databind.JsonNode;

/** What the burn rate policy remembers, as one JSON object; the outcomes of a tick are a pair, total and failures. */
public final class BurnStateCodec implements StateCodec<BurnState> {

    @Override
    public String encode(BurnState state) {
        var json = StateJson.object();
        json.put("last", state.last());
        json.put("streak", state.streak());
        var outcomes = json.putArray("outcomes");
        state.outcomes().forEach(ended -> outcomes.addArray().add(ended.total()).add(ended.failures()));
        return json.toString();
    }

    @Override
    public BurnState decode(String text) {
        var json = StateJson.read(text);
        var last = json.required("last");
        return new BurnState(
                last.isNull() ? null : StateJson.whole(last),
                StateJson.count(json.required("streak")),
                StateJson.list(json.required("outcomes"), BurnStateCodec::outcomes));
    }

    private static Outcomes outcomes(JsonNode pair) {
        return new Outcomes(StateJson.whole(pair.required(0)), StateJson.whole(pair.required(1)));
    }
}
