package ai.levqor.ops.examples.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** An answer, and what is expected of it. The first thing that is not so throws {@link Unmet}. */
final class Seen {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpResponse<String> response;
    private JsonNode body;

    Seen(HttpResponse<String> response) {
        this(response, MissingNode.getInstance());
    }

    private Seen(HttpResponse<String> response, JsonNode body) {
        this.response = response;
        this.body = body;
    }

    int code() {
        return response.statusCode();
    }

    Seen status(int... allowed) {
        return expect(
                Arrays.stream(allowed).anyMatch(it -> it == code()),
                "status " + code() + " instead of " + Arrays.toString(allowed));
    }

    Seen header(String name, String value) {
        var given = response.headers().firstValue(name).orElse("none");
        return expect(given.contains(value), "header " + name + " is " + given + " instead of " + value);
    }

    /** The entity tag; empty without one. */
    String tag() {
        return response.headers().firstValue("ETag").orElse("");
    }

    Seen empty() {
        return expect(response.body().isEmpty(), "there is a body: " + response.body());
    }

    Seen json() {
        return header("Content-Type", "application/json").parsed();
    }

    Seen problem() {
        return header("Content-Type", "application/problem+json")
                .parsed()
                .text("title")
                .integer("status");
    }

    Seen mentions(String text) {
        return expect(response.body().contains(text), "no '" + text + "' in the answer");
    }

    Seen text(String... paths) {
        for (var path : paths) {
            is(path, JsonNode::isTextual, "text");
        }
        return this;
    }

    Seen truth(String path) {
        return is(path, JsonNode::isBoolean, "true or false");
    }

    Seen integer(String path) {
        return is(path, JsonNode::isIntegralNumber, "an integer");
    }

    Seen rows(String path) {
        return is(path, JsonNode::isArray, "an array");
    }

    /** An array of so many rows at least, each as expected. */
    Seen each(String path, int least, Consumer<Seen> expectation) {
        is(path, it -> it.isArray() && it.size() >= least, "an array of " + least + " or more");
        rowsOf(path).forEach(expectation);
        return this;
    }

    Seen atMost(String path, int most) {
        return is(path, it -> it.isArray() && it.size() <= most, "an array of " + most + " or less");
    }

    /** A number that says how long an array is. */
    Seen counts(String path, String rows) {
        return is(
                path, it -> it.isIntegralNumber() && it.asInt() == at(rows).size(), "how many " + rows + " there are");
    }

    /** Rows that fall by a text, and never twice have the same. */
    Seen falling(String path, String key) {
        var values = rows(path).rowsOf(path).map(row -> row.value(key)).toList();
        for (var i = 1; i < values.size(); i++) {
            expect(
                    values.get(i).compareTo(values.get(i - 1)) < 0,
                    path + ": " + values.get(i) + " comes after " + values.get(i - 1));
        }
        return this;
    }

    /** Two numbers in this order, or one of them null. */
    Seen notAbove(String low, String high) {
        var both = at(low).isNumber() && at(high).isNumber();
        return expect(
                !both || at(low).doubleValue() <= at(high).doubleValue(),
                low + " is " + at(low) + " and above " + high + ", which is " + at(high));
    }

    Seen anyNull(String... paths) {
        return expect(Arrays.stream(paths).anyMatch(path -> at(path).isNull()), "none is null of " + List.of(paths));
    }

    boolean any(String path, Predicate<Seen> what) {
        return rows(path).rowsOf(path).anyMatch(what);
    }

    private Stream<Seen> rowsOf(String path) {
        return StreamSupport.stream(at(path).spliterator(), false).map(row -> new Seen(response, row));
    }

    /** As text; empty if it is missing. */
    String value(String path) {
        return at(path).asText();
    }

    /** Of a path that {@link #time} was expected of. */
    Instant instant(String path) {
        return Instant.parse(value(path));
    }

    Seen number(String path) {
        return is(path, JsonNode::isNumber, "a number");
    }

    Seen number(String path, double value) {
        return is(path, it -> it.isNumber() && it.doubleValue() == value, "the number " + value);
    }

    Seen numberOrNull(String... paths) {
        for (var path : paths) {
            is(path, it -> it.isNumber() || it.isNull(), "a number or null");
        }
        return this;
    }

    Seen oneOf(String path, String... values) {
        return is(path, it -> List.of(values).contains(it.asText()), "one of " + List.of(values));
    }

    Seen time(String path) {
        return is(path, Seen::isTime, "a time such as 2026-03-01T12:00:00Z");
    }

    Seen date(String path) {
        return is(
                path, it -> it.isTextual() && it.asText().matches("\\d{4}-\\d\\d-\\d\\d"), "a day such as 2026-03-01");
    }

    private static boolean isTime(JsonNode node) {
        try {
            return Instant.parse(node.asText()).isAfter(Instant.EPOCH);
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private Seen is(String path, Predicate<JsonNode> rule, String words) {
        var node = at(path);
        return expect(!node.isMissingNode(), path + " is missing")
                .expect(rule.test(node), path + " is " + node + " instead of " + words);
    }

    private JsonNode at(String path) {
        return body.at("/" + path.replace('.', '/'));
    }

    private Seen parsed() {
        try {
            body = JSON.readTree(response.body());
            return this;
        } catch (JsonProcessingException e) {
            throw new Unmet("the body is no JSON: " + e.getOriginalMessage());
        }
    }

    private Seen expect(boolean met, String otherwise) {
        if (!met) {
            throw new Unmet(otherwise);
        }
        return this;
    }

    /** Something was not as expected; the message says what. */
    static final class Unmet extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unmet(String what) {
            super(what);
        }
    }
}
