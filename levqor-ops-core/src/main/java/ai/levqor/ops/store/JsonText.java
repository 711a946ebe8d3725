package ai.levqor.ops.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.levqor.ops.spi.ConfigurationException;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The text of a JSON object. A change rewrites the values of some keys where they stand, adds those that are missing
 * at the end, and leaves every other character alone: other keys, their order, how numbers are written, white space.
 */
final class JsonText {
    /** Whatever is JSON is taken: the length of the whole is what limits its parts. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .build())
            .build();

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final String text;

    /** Each key's value, in the order of the text. */
    private final Map<String, Span> values = new LinkedHashMap<>();

    /** The white space before a key that is added. */
    private String indent = "\n  ";

    /** Where a key is added. */
    private int end;

    private JsonText(String text) {
        this.text = text;
    }

    /**
     * Reads a JSON object.
     *
     * @throws ConfigurationException if it is none; the message gives the line, and nothing of the text
     */
    static JsonText parse(byte[] content) {
        var json = new JsonText(decoded(content));
        var start = json.text.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
        try (var in = JSON.createParser(json.text.substring(start))) {
            json.read(in, start);
            return json;
        } catch (JacksonException e) {
            throw notJson(e.getLocation());
        } catch (IOException e) {
            throw new IllegalStateException("a string can always be read", e);
        }
    }

    /** The value of a key as the text has it, a string with its quotes. */
    Optional<String> value(String key) {
        return Optional.ofNullable(values.get(key)).map(span -> text.substring(span.start, span.end));
    }

    /** The text with other values, each given as JSON. */
    byte[] with(Map<String, String> changes) {
        var out = new StringBuilder();
        var done = 0;
        for (var each : values.entrySet()) {
            var change = changes.get(each.getKey());
            if (change != null) {
                out.append(text, done, each.getValue().start).append(change);
                done = each.getValue().end;
            }
        }
        out.append(text, done, end);
        var comma = values.isEmpty() ? "" : ",";
        for (var each : changes.entrySet()) {
            if (!values.containsKey(each.getKey())) {
                out.append(comma).append(indent);
                out.append('"').append(each.getKey()).append("\": ").append(each.getValue());
                comma = ",";
            }
        }
        if (values.isEmpty()) {
            out.append('\n');
        }
        return out.append(text, end, text.length()).toString().getBytes(UTF_8);
    }

    private void read(JsonParser in, int start) throws IOException {
        if (in.nextToken() != JsonToken.START_OBJECT) {
            throw notJson(in.currentTokenLocation());
        }
        var open = start + offset(in.currentLocation());
        end = open;
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            var at = in.currentTokenLocation();
            if (values.isEmpty()) {
                var before = text.substring(open, start + offset(at));
                indent = before.isEmpty() ? " " : before;
            }
            var key = in.currentName();
            in.nextToken();
            var from = start + offset(in.currentTokenLocation());
            in.skipChildren();
            in.finishToken();
            end = start + offset(in.currentLocation());
            if (values.put(key, new Span(from, end)) != null) {
                throw new ConfigurationException(
                        "a key must be there once; the one in line " + at.getLineNr() + " is there before");
            }
        }
        if (in.nextToken() != null) {
            throw notJson(in.currentTokenLocation());
        }
    }

    private static int offset(JsonLocation location) {
        return Math.toIntExact(location.getCharOffset());
    }

    /** The parser's own words would repeat values. */
    private static ConfigurationException notJson(JsonLocation at) {
        return new ConfigurationException(
                "the content must be one whole JSON object; line " + at.getLineNr() + " is where it is not");
    }

    private static String decoded(byte[] content) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
        } catch (CharacterCodingException e) {
            throw new ConfigurationException("the content must be text in UTF-8", e);
        }
    }

    private record Span(int start, int end) {}
}
