package ai.levqor.ops.engine.recovery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** JSON of a state, read without mercy: what is not just as it was written is an {@link IllegalArgumentException}. */
final class StateJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private StateJson() {}

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a state must be one JSON object", e);
        }
    }

    static <T> List<T> list(JsonNode array, Function<JsonNode, T> each) {
        require(array.isArray(), "an array", array);
        var list = new ArrayList<T>();
        array.forEach(node -> list.add(each.apply(node)));
        return list;
    }

    static int count(JsonNode number) {
        require(number.isIntegralNumber() && number.canConvertToInt(), "a 32-bit number", number);
        return number.intValue();
    }

    static long whole(JsonNode number) {
        require(number.isIntegralNumber() && number.canConvertToLong(), "a 64-bit number", number);
        return number.longValue();
    }

    private static void require(boolean valid, String kind, JsonNode node) {
        if (!valid) {
            throw new IllegalArgumentException("must be " + kind + ", was a " + node.getNodeType());
        }
    }
}
