package ai.levqor.ops.engine.cost;

import ai.levqor.ops.engine.ask.StateCodec;
import ai.levqor.ops.spi.billing.CostItem;
import ai.levqor.ops.spi.billing.CostKind;
import ai.levqor.ops.spi.billing.CostLine;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is known of a source as one JSON object. Each item has its days in rows: days since the first, amount, and volume
 * if there is one; amounts are kept to six digits behind the point.
 */
final class KnownCostsCodec implements StateCodec<Optional<KnownCosts>> {
    private static final int DIGITS = 6;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    @Override
    public String encode(Optional<KnownCosts> state) {
        var json = JSON.createObjectNode();
        state.ifPresent(known -> put(json, known));
        return json.toString();
    }

    private static void put(ObjectNode json, KnownCosts known) {
        json.put("read_at", known.readAt().toString());
        json.put("open_from", known.openFrom().toString());
        var first = known.lines().stream().map(CostLine::day).min(LocalDate::compareTo);
        first.ifPresent(day -> json.put("first", day.toString()));
        var items = json.putArray("items");
        Optional<CostItem> last = Optional.empty();
        for (var line : known.lines()) {
            if (!last.equals(Optional.of(line.item()))) {
                last = Optional.of(line.item());
                put(items.addObject(), line.item());
            }
            var row = ((ArrayNode) items.get(items.size() - 1).required("days")).addArray();
            row.add(line.day().toEpochDay() - first.orElseThrow().toEpochDay());
            row.add(rounded(line.amount()));
            line.volume().ifPresent(volume -> row.add(rounded(volume)));
        }
    }

    private static void put(ObjectNode json, CostItem item) {
        json.put("name", item.name());
        json.put("kind", item.kind().name().toLowerCase(Locale.ROOT));
        json.put("currency", item.currency().getCurrencyCode());
        json.putArray("days");
    }

    private static BigDecimal rounded(BigDecimal amount) {
        var kept = amount.setScale(Math.min(DIGITS, Math.max(0, amount.scale())), RoundingMode.HALF_EVEN);
        return kept.signum() == 0 ? BigDecimal.ZERO : kept;
    }

    @Override
    public Optional<KnownCosts> decode(String text) {
        try {
            var json = JSON.readTree(text);
            if (!json.isObject()) {
                throw new IllegalArgumentException("must be one JSON object");
            }
            return json.isEmpty() ? Optional.empty() : Optional.of(known(json));
        } catch (JsonProcessingException | DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException("must be what was written here", e);
        }
    }

    private static KnownCosts known(JsonNode json) {
        var lines = new ArrayList<CostLine>();
        for (var item : json.required("items")) {
            var days = item.required("days");
            if (!days.isEmpty()) {
                lines.addAll(
                        lines(item(item), LocalDate.parse(json.required("first").asText()), days));
            }
        }
        return new KnownCosts(
                Instant.parse(json.required("read_at").asText()),
                LocalDate.parse(json.required("open_from").asText()),
                lines);
    }

    private static CostItem item(JsonNode json) {
        return new CostItem(
                json.required("name").asText(),
                CostKind.valueOf(json.required("kind").asText().toUpperCase(Locale.ROOT)),
                CostItem.currency(json.required("currency").asText()));
    }

    private static List<CostLine> lines(CostItem item, LocalDate first, JsonNode rows) {
        var lines = new ArrayList<CostLine>();
        for (var row : rows) {
            lines.add(new CostLine(
                    first.plusDays(row.required(0).longValue()),
                    item,
                    number(row.required(1)),
                    row.size() > 2 ? Optional.of(number(row.required(2))) : Optional.empty()));
        }
        return lines;
    }

    private static BigDecimal number(JsonNode json) {
        if (!json.isNumber()) {
            throw new IllegalArgumentException("an amount must be a number, was a " + json.getNodeType());
        }
        return json.decimalValue();
    }
}
