package ai.levqor.ops.engine.recovery;

import ai.levqor.ops.engine.ask.FactJson;
import ai.levqor.ops.engine.recovery.RecoveryReport.Request;
import ai.levqor.ops.engine.recovery.StepReport.Count;
import ai.levqor.ops.engine.recovery.StepReport.Status;
import ai.levqor.ops.policy.recovery.RecoveryAction;
import ai.levqor.ops.policy.recovery.RecoveryGuards;
import ai.levqor.ops.policy.recovery.RecoveryObservation.Origin;
import ai.levqor.ops.policy.recovery.RecoveryReason;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** Incidents as JSON, without loss: a line of the incident log read back is the report it was made from. */
final class IncidentJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private IncidentJson() {}

    static ObjectNode incident(RecoveryReport report) {
        var json = NODES.objectNode();
        json.put("incident_id", report.incidentId());
        json.put("at", report.at().toString());
        report.endedAt().ifPresent(end -> json.put("ended_at", end.toString()));
        json.put("dry_run", report.dryRun());
        json.put("outcome", code(report.outcome()));
        json.put("recovered", report.recovered());
        var trigger = json.putObject("trigger");
        trigger.put("origin", code(report.request().origin()));
        trigger.put("reason", code(report.reason()));
        report.request().note().ifPresent(note -> trigger.put("note", note));
        report.request().resumes().ifPresent(id -> trigger.put("resumes", id));
        json.set("facts", FactJson.of(report.facts()));
        json.set("guards", guards(report.guards()));
        json.set("actions", array(report.steps(), IncidentJson::step));
        return json;
    }

    /**
     * The report of a line.
     *
     * @throws IllegalArgumentException if it is none
     */
    static RecoveryReport incident(JsonNode json) {
        try {
            var trigger = json.required("trigger");
            return new RecoveryReport(
                    json.required("incident_id").textValue(),
                    Instant.parse(json.required("at").textValue()),
                    instant(json, "ended_at"),
                    json.required("dry_run").booleanValue(),
                    new Request(
                            constant(Origin.class, trigger, "origin"), text(trigger, "note"), text(trigger, "resumes")),
                    constant(RecoveryReason.class, trigger, "reason"),
                    FactJson.read(json.required("facts")),
                    guards(json.required("guards")),
                    list(json.required("actions"), IncidentJson::step),
                    constant(RecoveryOutcome.class, json, "outcome"));
        } catch (DateTimeException | NullPointerException e) {
            throw new IllegalArgumentException("not an incident", e);
        }
    }

    static ObjectNode guards(RecoveryGuards guards) {
        var json = NODES.objectNode();
        guards.lastRun().ifPresent(run -> json.put("last_run", run.toString()));
        json.set("automatic_runs", array(guards.automaticRuns(), run -> NODES.textNode(run.toString())));
        guards.latchedSince().ifPresent(since -> json.put("latched_since", since.toString()));
        return json;
    }

    static RecoveryGuards guards(JsonNode json) {
        return new RecoveryGuards(
                instant(json, "last_run"),
                list(json.required("automatic_runs"), run -> Instant.parse(run.textValue())),
                instant(json, "latched_since"));
    }

    private static ObjectNode step(StepReport step) {
        var json = NODES.objectNode();
        json.put("action", code(step.action()));
        json.put("status", code(step.status()));
        json.put("detail", step.detail());
        var counts = json.putObject("counts");
        step.counts().forEach(count -> counts.put(count.name(), count.value()));
        step.begunAt().ifPresent(time -> json.put("begun_at", time.toString()));
        step.endedAt().ifPresent(time -> json.put("ended_at", time.toString()));
        return json;
    }

    private static StepReport step(JsonNode json) {
        return new StepReport(
                constant(RecoveryAction.class, json, "action"),
                constant(Status.class, json, "status"),
                json.required("detail").textValue(),
                json.required("counts").properties().stream()
                        .map(count -> new Count(count.getKey(), count.getValue().longValue()))
                        .toList(),
                instant(json, "begun_at"),
                instant(json, "ended_at"));
    }

    static String code(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static <E extends Enum<E>> E constant(Class<E> type, JsonNode json, String field) {
        return Enum.valueOf(type, json.required(field).textValue().toUpperCase(Locale.ROOT));
    }

    static Optional<Instant> instant(JsonNode json, String field) {
        return text(json, field).map(Instant::parse);
    }

    static Optional<String> text(JsonNode json, String field) {
        return Optional.ofNullable(json.get(field)).map(JsonNode::textValue);
    }

    private static <T> ArrayNode array(List<T> items, Function<T, JsonNode> toJson) {
        var array = NODES.arrayNode();
        items.forEach(item -> array.add(toJson.apply(item)));
        return array;
    }

    private static <T> List<T> list(JsonNode array, Function<JsonNode, T> read) {
        return StreamSupport.stream(array.spliterator(), false).map(read).toList();
    }
}
