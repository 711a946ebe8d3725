package ai.levqor.ops.billing;

import ai.levqor.ops.billing.days.Amount;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.billing.CostItem;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One page of OpenAI's costs. What does not look like one is a fault that says where, and repeats nothing of it.
 *
 * @param buckets as they come
 * @param next names the page after this one; empty if this is the last
 */
record OpenAiPage(List<Bucket> buckets, Optional<String> next) {
    static final long DAY_SECONDS = 86_400;

    private static final int LONGEST_NAME = 2000;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * Some time, and what it cost.
     *
     * @param start seconds since 1970-01-01T00:00Z
     * @param end the same
     * @param results added up; empty if it cost nothing
     */
    record Bucket(long start, long end, Map<Currency, BigDecimal> results) {}

    static OpenAiPage of(byte[] body) {
        var page = json(body);
        var buckets = new ArrayList<Bucket>();
        for (var bucket : list(page, "data")) {
            buckets.add(new Bucket(seconds(bucket, "start_time"), seconds(bucket, "end_time"), results(bucket)));
        }
        return new OpenAiPage(buckets, next(page));
    }

    /** Puts the buckets of these days where they belong, and leaves all others. */
    void addTo(Map<LocalDate, Map<Currency, BigDecimal>> days, LocalDate first, LocalDate end) {
        for (var bucket : buckets) {
            var isWithin = bucket.start() >= first.toEpochDay() * DAY_SECONDS
                    && bucket.start() < end.toEpochDay() * DAY_SECONDS;
            if (isWithin) {
                if (bucket.start() % DAY_SECONDS != 0 || bucket.end() != bucket.start() + DAY_SECONDS) {
                    throw senseless("a bucket must be a day of UTC");
                }
                days.put(LocalDate.ofEpochDay(bucket.start() / DAY_SECONDS), bucket.results());
            }
        }
    }

    private static JsonNode json(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw senseless("it must be JSON");
        }
    }

    private static Map<Currency, BigDecimal> results(JsonNode bucket) {
        var sums = new HashMap<Currency, BigDecimal>();
        for (var result : list(bucket, "results")) {
            var amount = result.path("amount");
            sums.merge(currency(amount.path("currency")), value(amount.path("value")), BigDecimal::add);
        }
        return sums;
    }

    private static BigDecimal value(JsonNode value) {
        return Optional.of(value)
                .filter(it -> it.isNumber() || it.isTextual())
                .flatMap(it -> Amount.of(it.asText()))
                .orElseThrow(() -> senseless("amount.value must be " + Amount.RULE));
    }

    private static Currency currency(JsonNode code) {
        try {
            return CostItem.currency(code.asText());
        } catch (IllegalArgumentException e) {
            throw senseless("amount.currency must be a code of ISO 4217");
        }
    }

    private static long seconds(JsonNode bucket, String name) {
        var value = bucket.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw senseless(name + " must be whole seconds");
        }
        return value.longValue();
    }

    private static JsonNode list(JsonNode of, String name) {
        var value = of.path(name);
        if (!value.isArray()) {
            throw senseless(name + " must be a list");
        }
        return value;
    }

    private static Optional<String> next(JsonNode page) {
        var more = page.path("has_more");
        if (!more.isBoolean()) {
            throw senseless("has_more must be true or false");
        }
        if (!more.booleanValue()) {
            return Optional.empty();
        }
        var next = page.path("next_page").textValue();
        if (next == null || next.isEmpty() || next.length() > LONGEST_NAME) {
            throw senseless("next_page must be there, as there is more");
        }
        return Optional.of(next);
    }

    private static UnavailableException senseless(String rule) {
        return new UnavailableException("OpenAI's answer makes no sense: " + rule);
    }
}
