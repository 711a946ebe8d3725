package ai.levqor.ops.engine.ask;

import ai.levqor.ops.policy.Fact;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.stream.StreamSupport;

/** The facts of a decision as JSON, without loss. A fact without a limit has no limit there. */
public final class FactJson {
    private FactJson() {}

    /** Facts as an array. */
    public static ArrayNode of(List<Fact> facts) {
        var array = JsonNodeFactory.instance.arrayNode(facts.size());
        for (var fact : facts) {
            var node = array.addObject();
            node.put("name", fact.name());
            node.put("value", fact.value());
            node.put("unit", fact.unit());
            if (fact.limit() != Fact.NO_LIMIT) {
                node.put("limit", fact.limit());
            }
        }
        return array;
    }

    /** The facts of an array that {@link #of} has made. */
    public static List<Fact> read(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(FactJson::fact)
                .toList();
    }

    private static Fact fact(JsonNode node) {
        var limit = node.get("limit");
        return new Fact(
                node.required("name").textValue(),
                node.required("value").doubleValue(),
                node.required("unit").textValue(),
                limit == null ? Fact.NO_LIMIT : limit.doubleValue());
    }
}
