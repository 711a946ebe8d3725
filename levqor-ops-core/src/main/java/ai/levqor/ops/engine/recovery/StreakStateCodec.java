package ai.levqor.ops.engine.recovery;

import ai.levqor.ops.engine.ask.StateCodec;
import ai.levqor.ops.policy.slo.StreakState;

/** What the streak policy remembers, as one JSON object. */
public final class StreakStateCodec implements StateCodec<StreakState> {

    @Override
    public String encode(StreakState state) {
        var json = StateJson.object();
        json.put("last", state.last());
        json.put("streak", state.streak());
        state.breached().forEach(json.putArray("breached")::add);
        state.silent().forEach(json.putArray("silent")::add);
        return json.toString();
    }

    @Override
    public StreakState decode(String text) {
        var json = StateJson.read(text);
        var last = json.required("last");
        return new StreakState(
                last.isNull() ? null : StateJson.whole(last),
                StateJson.count(json.required("streak")),
                StateJson.list(json.required("breached"), StateJson::whole),
                StateJson.list(json.required("silent"), StateJson::whole));
    }
}
