package ai.levqor.ops.engine.cost;

import ai.levqor.ops.engine.cost.CostReport.Part;
import ai.levqor.ops.engine.cost.CostReport.Source;
import ai.levqor.ops.policy.forecast.BackTest;
import ai.levqor.ops.policy.forecast.Bands;
import ai.levqor.ops.policy.forecast.DayForecast;
import ai.levqor.ops.policy.forecast.Forecast;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A report as JSON: what {@code GET /ops/cost/forecast} answers, and what is written to {@code last_forecast.json}. Amounts
 * have four digits at most behind the point; what is unknown is null.
 */
public final class CostJson {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int DIGITS = 4;
    private static final double LEVEL = 0.8;

    private CostJson() {}

    /** The report as one object. */
    public static ObjectNode of(CostReport report) {
        var total = report.forecast().total();
        var json = JSON.createObjectNode();
        json.put("ok", true);
        json.put("forecast_next_30d", amount(total.total()));
        json.put("confidence_low", low(total.bands(), false));
        json.put("confidence_high", high(total.bands(), false));
        json.put("confidence_level", LEVEL);
        json.put("low_95", low(total.bands(), true));
        json.put("high_95", high(total.bands(), true));
        json.put("currency", code(total.currency()));
        json.put("method", report.method());
        putBackTest(json, report.backTest());
        json.put(
                "cost_today", report.spend().map(spend -> amount(spend.today())).orElse(null));
        json.put(
                "spend_last_24h",
                report.spend().map(spend -> amount(spend.last24h())).orElse(null));
        var breakdown = json.putArray("breakdown");
        report.parts().forEach(part -> putPart(breakdown.addObject(), part, total.total()));
        var currencies = json.putArray("by_currency");
        report.forecast().byCurrency().forEach(one -> putTotal(currencies.addObject(), one));
        var sources = json.putArray("sources");
        report.sources().forEach(source -> putSource(sources.addObject(), source, report.computedAt()));
        json.put("partial", report.partial());
        json.put("reason", report.missing().map(CostJson::code).orElse(null));
        json.put("from", total.from().toString());
        var path = json.putArray("path");
        total.path().forEach(day -> putDay(path.addObject(), day));
        json.put("computed_at", time(report.computedAt()));
        return json;
    }

    private static void putPart(ObjectNode json, Part part, OptionalDouble total) {
        var forecast = part.forecast().forecast();
        json.put("source", part.source());
        json.put("item", part.item());
        json.put("kind", part.kind());
        json.put("last_30d", amount(part.last30()));
        json.put("forecast_30d", amount(forecast.total()));
        json.put("low", low(forecast.bands(), false));
        json.put("high", high(forecast.bands(), false));
        json.put("share", share(part, total));
        json.put("currency", code(forecast.currency()));
        json.put("method", forecast.method());
        json.put("in_total", part.forecast().inTotal());
        if (part.volume30().isPresent()) {
            json.put("volume_last_30d", amount(part.volume30()));
        }
        putBackTest(json, part.forecast().backTest());
        var notes = json.putArray("notes");
        for (var note : forecast.notes()) {
            notes.addObject()
                    .put("reason", code(note.reason()))
                    .put("value", amount(note.value()))
                    .put("unit", note.reason().unit());
        }
    }

    private static @Nullable BigDecimal share(Part part, OptionalDouble total) {
        var own = part.forecast().amountInTotal();
        return own.isEmpty() || total.isEmpty() || total.getAsDouble() <= 0
                ? null
                : amount(own.getAsDouble() / total.getAsDouble());
    }

    private static void putBackTest(ObjectNode json, Optional<BackTest> backTest) {
        if (backTest.isEmpty()) {
            json.putNull("backtest");
            return;
        }
        var test = backTest.get();
        json.putObject("backtest")
                .put("forecasts", test.forecasts())
                .put("error", amount(test.error()))
                .put("last30_error", amount(test.last30Error()))
                .put("bias", amount(test.bias()))
                .put("with_bands", test.banded())
                .put("held_80", test.held80());
    }

    private static void putTotal(ObjectNode json, Forecast forecast) {
        json.put("currency", code(forecast.currency()));
        json.put("forecast_30d", amount(forecast.total()));
        json.put("low", low(forecast.bands(), false));
        json.put("high", high(forecast.bands(), false));
    }

    private static void putSource(ObjectNode json, Source source, Instant now) {
        json.put("name", source.name());
        json.put("state", code(source.state()));
        json.put("read_at", source.readAt().map(CostJson::time).orElse(null));
        json.put(
                "age_seconds",
                source.readAt()
                        .map(at -> Math.max(0, Duration.between(at, now).toSeconds()))
                        .orElse(null));
        json.put("newest_day", source.newest().map(Object::toString).orElse(null));
    }

    private static void putDay(ObjectNode json, DayForecast day) {
        json.put("day", day.day().toString());
        json.put("cost", amount(day.cost()));
        json.put("low", low(day.bands(), false));
        json.put("high", high(day.bands(), false));
    }

    private static @Nullable BigDecimal low(Optional<Bands> bands, boolean wide) {
        return bands.map(band -> amount((wide ? band.at95() : band.at80()).low()))
                .orElse(null);
    }

    private static @Nullable BigDecimal high(Optional<Bands> bands, boolean wide) {
        return bands.map(band -> amount((wide ? band.at95() : band.at80()).high()))
                .orElse(null);
    }

    private static @Nullable BigDecimal amount(OptionalDouble amount) {
        return amount.isPresent() ? amount(amount.getAsDouble()) : null;
    }

    private static BigDecimal amount(double amount) {
        var rounded = BigDecimal.valueOf(amount)
                .setScale(DIGITS, RoundingMode.HALF_EVEN)
                .stripTrailingZeros();
        return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
    }

    private static String code(Currency currency) {
        return currency.getCurrencyCode().toLowerCase(Locale.ROOT);
    }

    private static String code(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
