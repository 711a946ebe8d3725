package ai.levqor.ops.engine;

import ai.levqor.ops.engine.ask.FactJson;
import ai.levqor.ops.policy.Reading;
import ai.levqor.ops.policy.Reading.UnknownCause;
import ai.levqor.ops.policy.scale.Latency;
import ai.levqor.ops.policy.scale.ScaleDecision;
import ai.levqor.ops.policy.scale.ScaleObservation;
import ai.levqor.ops.policy.scale.SpendLevel;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Observations and decisions as JSON, without loss: what is read back equals what was written, so that a recorded
 * decision can be derived again from its line.
 */
final class ScaleJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ScaleJson() {}

    static ObjectNode observation(ScaleObservation seen) {
        var json = NODES.objectNode();
        json.put("at", seen.at().toString());
        json.put("workers", seen.workers());
        json.set("latency", reading(seen.latency(), ScaleJson::putLatency));
        json.set("queue_depth", reading(seen.queueDepth(), (node, depth) -> node.put("value", depth)));
        json.set("error_rate", reading(seen.errorRate(), (node, rate) -> node.put("value", rate)));
        json.set("spend", reading(seen.spend(), ScaleJson::putSpend));
        return json;
    }

    static ScaleObservation observation(JsonNode json) {
        return new ScaleObservation(
                instant(json, "at"),
                json.required("workers").intValue(),
                reading(json.required("latency"), ScaleJson::latency),
                reading(
                        json.required("queue_depth"),
                        node -> node.required("value").longValue()),
                reading(
                        json.required("error_rate"),
                        node -> node.required("value").doubleValue()),
                reading(json.required("spend"), ScaleJson::spend));
    }

    static ObjectNode decision(ScaleDecision decision) {
        var json = NODES.objectNode();
        json.put("action", code(decision.action()));
        json.put("reason", code(decision.reason()));
        json.put("from", decision.from());
        json.put("to", decision.to());
        json.put("guard", code(decision.guard()));
        json.set("facts", FactJson.of(decision.facts()));
        return json;
    }

    static String code(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static Instant instant(JsonNode json, String field) {
        return Instant.parse(json.required(field).textValue());
    }

    private static void putLatency(ObjectNode node, Latency latency) {
        node.put("requests", latency.requests());
        latency.p95().ifPresent(p95 -> node.put("p95", p95.toString()));
    }

    private static Latency latency(JsonNode node) {
        return new Latency(
                node.required("requests").longValue(),
                Optional.ofNullable(node.get("p95")).map(it -> Duration.parse(it.textValue())));
    }

    private static void putSpend(ObjectNode node, SpendLevel spend) {
        node.put("last_24h", spend.last24h());
        spend.forecastNext30d().ifPresent(it -> node.put("forecast_next_30d", it));
    }

    private static SpendLevel spend(JsonNode node) {
        return new SpendLevel(
                node.required("last_24h").decimalValue(),
                Optional.ofNullable(node.get("forecast_next_30d")).map(JsonNode::decimalValue));
    }

    private static <T> ObjectNode reading(Reading<T> reading, BiConsumer<ObjectNode, T> put) {
        var node = NODES.objectNode();
        if (reading instanceof Reading.Known<T> known) {
            put.accept(node, known.measured());
            node.put("sampled_at", known.sampledAt().toString());
        } else if (reading instanceof Reading.Unknown<T> unknown) {
            node.put("unknown", code(unknown.cause()));
        }
        return node;
    }

    private static <T> Reading<T> reading(JsonNode node, Function<JsonNode, T> read) {
        var unknown = node.get("unknown");
        return unknown == null
                ? Reading.known(read.apply(node), instant(node, "sampled_at"))
                : Reading.unknown(UnknownCause.valueOf(unknown.textValue().toUpperCase(Locale.ROOT)));
    }
}
