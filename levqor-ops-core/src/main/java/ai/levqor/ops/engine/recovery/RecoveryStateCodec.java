package ai.levqor.ops.engine.recovery;

import ai.levqor.ops.engine.ask.StateCodec;
import ai.levqor.ops.engine.recovery.RecoveryState.Run;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * What recoveries remember, as one JSON object. Before {@code settled} was kept there, a state had none: it is read as
 * one in which nothing is settled.
 */
final class RecoveryStateCodec implements StateCodec<RecoveryState> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public String encode(RecoveryState state) {
        var json = JSON.createObjectNode();
        json.set("guards", IncidentJson.guards(state.guards()));
        state.run().ifPresent(run -> {
            var node = json.putObject("run");
            node.put("owner", run.owner());
            node.put("beat", run.beat().toString());
            node.set("report", IncidentJson.incident(run.report()));
        });
        state.settled()
                .newestFirst()
                .forEach(report -> json.withArray("settled").add(IncidentJson.incident(report)));
        return json.toString();
    }

    @Override
    public RecoveryState decode(String text) {
        try {
            var json = JSON.readTree(text);
            return new RecoveryState(
                    IncidentJson.guards(json.required("guards")),
                    Optional.ofNullable(json.get("run"))
                            .map(run -> new Run(
                                    run.required("owner").textValue(),
                                    Instant.parse(run.required("beat").textValue()),
                                    IncidentJson.incident(run.required("report")))),
                    new Settled(json.path("settled")
                            .valueStream()
                            .map(IncidentJson::incident)
                            .toList()));
        } catch (JsonProcessingException | DateTimeException | NullPointerException e) {
            throw new IllegalArgumentException("not the state of a recovery", e);
        }
    }
}
