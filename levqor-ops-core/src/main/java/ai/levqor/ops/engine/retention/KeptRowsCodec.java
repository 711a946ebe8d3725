package ai.levqor.ops.engine.retention;

import ai.levqor.ops.engine.retention.RetentionRow.Growth;
import ai.levqor.ops.engine.retention.RetentionRow.State;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Rows as text: an array of numbers for each day. It holds days and counts, and no id. A year of them, with a million
 * million users, takes less than the 64 kB of a state.
 */
final class KeptRowsCodec {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int VERSION = 1;

    private KeptRowsCodec() {}

    static String encode(KeptRows kept) {
        var state = JSON.createObjectNode();
        state.put("v", VERSION);
        state.put("from", kept.from().toEpochDay());
        var rows = state.putArray("rows");
        kept.rows().values().forEach(row -> write(row, rows.addArray()));
        return state.toString();
    }

    private static void write(RetentionRow row, ArrayNode to) {
        to.add(row.day().toEpochDay());
        to.add(row.state().name());
        add(to, row.dau());
        add(to, row.wau());
        add(to, row.mau());
        add(to, row.growth().map(Growth::newcomers));
        add(to, row.growth().map(Growth::retained));
        add(to, row.growth().map(Growth::resurrected));
        add(to, row.growth().map(Growth::churned));
        add(to, row.computedAt().map(Instant::getEpochSecond));
        add(to, row.revisedAt().map(Instant::getEpochSecond));
    }

    private static void add(ArrayNode to, OptionalLong value) {
        add(to, value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty());
    }

    private static void add(ArrayNode to, Optional<Long> value) {
        to.add(value.orElse(null));
    }

    /**
     * The rows of a text.
     *
     * @throws IllegalArgumentException if it is none
     */
    static KeptRows decode(String text) {
        try {
            var state = JSON.readTree(text);
            if (state.path("v").asInt() != VERSION) {
                throw new IllegalArgumentException("these rows are of another version");
            }
            var rows = new TreeMap<LocalDate, RetentionRow>();
            for (var node : state.required("rows")) {
                var row = read(node);
                rows.put(row.day(), row);
            }
            return new KeptRows(
                    LocalDate.ofEpochDay(whole(state.required("from")).orElseThrow()), rows);
        } catch (JsonProcessingException | DateTimeException | NoSuchElementException e) {
            throw new IllegalArgumentException("these are no rows", e);
        }
    }

    private static RetentionRow read(JsonNode row) {
        var newcomers = whole(row.required(5));
        return new RetentionRow(
                LocalDate.ofEpochDay(whole(row.required(0)).orElseThrow()),
                count(row.required(2)),
                count(row.required(3)),
                count(row.required(4)),
                newcomers.map(it -> new Growth(
                        it,
                        whole(row.required(6)).orElseThrow(),
                        whole(row.required(7)).orElseThrow(),
                        whole(row.required(8)).orElseThrow())),
                State.valueOf(row.required(1).textValue()),
                whole(row.required(9)).map(Instant::ofEpochSecond),
                whole(row.required(10)).map(Instant::ofEpochSecond));
    }

    private static OptionalLong count(JsonNode node) {
        var value = whole(node);
        return value.isPresent() ? OptionalLong.of(value.get()) : OptionalLong.empty();
    }

    private static Optional<Long> whole(JsonNode node) {
        if (node.isNull()) {
            return Optional.empty();
        }
        if (!node.isIntegralNumber()) {
            throw new IllegalArgumentException("a count must be a whole number");
        }
        return Optional.of(node.longValue());
    }
}
