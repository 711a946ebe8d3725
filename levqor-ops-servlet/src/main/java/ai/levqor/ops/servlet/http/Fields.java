package ai.levqor.ops.servlet.http;

import ai.levqor.ops.servlet.http.Problem.FieldError;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The named values of a query or of a JSON object, before anybody has judged them. Read them with {@link FieldReader}.
 *
 * @param values each value as text, in the order of the request
 * @param repeated the names that came more than once; a name that came in two places must not be guessed at
 */
public record Fields(Map<String, String> values, Set<String> repeated) {

    /** No field at all. */
    public static final Fields NONE = new Fields(Map.of(), Set.of());

    private static final int MAX_QUERY = 2048;

    /** Whether the client gave no field. */
    public boolean isEmpty() {
        return values.isEmpty();
    }

    Fields and(Fields others) {
        var all = new LinkedHashMap<>(values);
        var twice = new LinkedHashSet<>(repeated);
        twice.addAll(others.repeated);
        others.values.forEach((name, value) -> {
            if (all.put(name, value) != null) {
                twice.add(name);
            }
        });
        return new Fields(all, twice);
    }

    static Fields ofQuery(@Nullable String query) {
        if (query == null || query.isEmpty()) {
            return NONE;
        }
        if (query.length() > MAX_QUERY) {
            throw Problem.malformed("query", "must be at most " + MAX_QUERY + " characters long")
                    .toException();
        }
        var values = new LinkedHashMap<String, String>();
        var repeated = new LinkedHashSet<String>();
        for (int start = 0; start <= query.length(); ) {
            var and = query.indexOf('&', start);
            var end = and < 0 ? query.length() : and;
            if (end > start) {
                var equals = query.indexOf('=', start);
                var nameEnd = equals < 0 || equals > end ? end : equals;
                var name = decode(query.substring(start, nameEnd));
                if (values.put(name, decode(query.substring(Math.min(nameEnd + 1, end), end))) != null) {
                    repeated.add(name);
                }
            }
            start = end + 1;
        }
        return new Fields(values, repeated);
    }

    static Fields ofJson(byte[] body) {
        var object = parse(body);
        if (object.isMissingNode()) {
            return NONE;
        }
        if (!object.isObject()) {
            throw Problem.malformed("body", "must be a JSON object").toException();
        }
        var values = new LinkedHashMap<String, String>();
        for (var field : object.properties()) {
            if (!field.getValue().isValueNode()) {
                throw Problem.invalid(
                                List.of(new FieldError(FieldReader.shown(field.getKey()), "must be a single value")))
                        .toException();
            }
            values.put(field.getKey(), field.getValue().asText());
        }
        return new Fields(values, Set.of());
    }

    private static JsonNode parse(byte[] body) {
        try {
            return Json.read(body);
        } catch (IOException e) {
            // Jackson's words quote the body, so they stay here.
            throw Problem.of(400, "malformed-json", "Malformed JSON", "The body must be one JSON object in UTF-8.")
                    .toException();
        }
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Problem.malformed("query", "must be percent-encoded").toException();
        }
    }
}
