package ai.levqor.ops.engine.summary;

import ai.levqor.ops.engine.summary.DailySummary.Cost;
import ai.levqor.ops.engine.summary.DailySummary.Figure;
import ai.levqor.ops.engine.summary.DailySummary.Incidents;
import ai.levqor.ops.engine.summary.DailySummary.Incidents.Newest;
import ai.levqor.ops.engine.summary.DailySummary.Traffic;
import ai.levqor.ops.engine.summary.DailySummary.TroubledJob;
import ai.levqor.ops.engine.summary.DailySummary.Users;
import ai.levqor.ops.policy.forecast.Interval;
import ai.levqor.ops.spi.metrics.Outcomes;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A summary as JSON: every field is always there, numbers are numbers, and what is unknown is null. */
final class SummaryJson {
    private static final int DIGITS = 4;
    private static final int RATE_DIGITS = 6;
    private static final double NANOS = 1_000_000.0;

    private SummaryJson() {}

    static ObjectNode of(DailySummary summary) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("date", summary.date().toString());
        json.put("from", summary.span().from().truncatedTo(ChronoUnit.SECONDS).toString());
        json.put("at", summary.span().at().truncatedTo(ChronoUnit.SECONDS).toString());
        json.put("zone", summary.span().zone().getId());
        json.put("uptime_s", summary.uptime().toSeconds());
        traffic(json, summary.traffic());
        json.put("error_rate", rate(summary.outcomes().map(Outcomes::errorRate).orElse(OptionalDouble.empty())));
        json.put("outcomes", summary.outcomes().map(Outcomes::total).orElse(null));
        json.put("failures", summary.outcomes().map(Outcomes::failures).orElse(null));
        var scaling = json.putObject("scaling");
        scaling.put("ups", summary.steps().map(it -> it.ups()).orElse(null));
        scaling.put("downs", summary.steps().map(it -> it.downs()).orElse(null));
        scaling.put("freezes", summary.freezes().map(it -> it.times()).orElse(null));
        scaling.put(
                "freezes_since",
                summary.freezes()
                        .map(it -> it.since().truncatedTo(ChronoUnit.SECONDS).toString())
                        .orElse(null));
        incidents(json.putObject("incidents"), summary.incidents());
        json.put("dead_letters", whole(summary.deadLetters()));
        users(json.putObject("active_users"), summary.users());
        cost(json.putObject("cost"), summary.cost());
        jobs(json, summary.troubledJobs());
        return json;
    }

    private static void traffic(ObjectNode json, Optional<Traffic> traffic) {
        var latency = traffic.flatMap(Traffic::latency);
        json.put("requests", traffic.map(Traffic::requests).orElse(null));
        json.put("p50_latency_ms", latency.map(it -> millis(it.p50())).orElse(null));
        json.put("p95_latency_ms", latency.map(it -> millis(it.p95())).orElse(null));
        json.put("p99_latency_ms", latency.map(it -> millis(it.p99())).orElse(null));
    }

    private static void incidents(ObjectNode json, Optional<Incidents> incidents) {
        var newest = incidents.flatMap(Incidents::newest);
        json.put("count", incidents.map(Incidents::count).orElse(null));
        json.put("recovered", incidents.map(Incidents::recovered).orElse(null));
        json.put("failed", incidents.map(Incidents::failed).orElse(null));
        json.put("newest", newest.map(Newest::id).orElse(null));
        json.put("newest_trigger", newest.map(Newest::trigger).orElse(null));
    }

    private static void users(ObjectNode json, Optional<Users> users) {
        json.put("day", users.map(it -> it.day().toString()).orElse(null));
        figure(json, "dau", users.map(Users::daily));
        figure(json, "wau", users.map(Users::weekly));
        figure(json, "mau", users.map(Users::monthly));
    }

    private static void figure(ObjectNode json, String name, Optional<Figure> figure) {
        json.put(name, whole(figure.map(Figure::value).orElse(OptionalLong.empty())));
        json.put(name + "_day_change", whole(figure.map(Figure::dayChange).orElse(OptionalLong.empty())));
        json.put(name + "_week_change", whole(figure.map(Figure::weekChange).orElse(OptionalLong.empty())));
    }

    private static void cost(ObjectNode json, Optional<Cost> cost) {
        var band = cost.flatMap(Cost::band);
        json.put("today", number(cost.map(Cost::today).orElse(OptionalDouble.empty())));
        json.put("forecast_next_30d", number(cost.map(Cost::next30d).orElse(OptionalDouble.empty())));
        json.put("confidence_low", number(band(band.map(Interval::low))));
        json.put("confidence_high", number(band(band.map(Interval::high))));
        json.put("spend_limit", cost.flatMap(Cost::limitPerDay).orElse(null));
        json.put(
                "currency",
                cost.map(it -> it.currency().getCurrencyCode().toLowerCase(Locale.ROOT))
                        .orElse(null));
        json.put("partial", cost.map(Cost::partial).orElse(null));
    }

    private static OptionalDouble band(Optional<Double> end) {
        return end.map(OptionalDouble::of).orElse(OptionalDouble.empty());
    }

    private static void jobs(ObjectNode json, Optional<List<TroubledJob>> jobs) {
        if (jobs.isEmpty()) {
            json.putNull("troubled_jobs");
            return;
        }
        var array = json.putArray("troubled_jobs");
        for (var job : jobs.get()) {
            array.addObject()
                    .put("name", job.name())
                    .put("failed", job.failed())
                    .put("missed", job.missed());
        }
    }

    private static BigDecimal millis(Duration time) {
        return rounded(time.toNanos() / NANOS, DIGITS);
    }

    private static @Nullable BigDecimal number(OptionalDouble value) {
        return value.isEmpty() ? null : rounded(value.getAsDouble(), DIGITS);
    }

    private static @Nullable BigDecimal rate(OptionalDouble value) {
        return value.isEmpty() ? null : rounded(value.getAsDouble(), RATE_DIGITS);
    }

    private static BigDecimal rounded(double value, int digits) {
        var plain = BigDecimal.valueOf(value)
                .setScale(digits, RoundingMode.HALF_EVEN)
                .stripTrailingZeros();
        return plain.scale() < 0 ? plain.setScale(0) : plain;
    }

    private static @Nullable Long whole(OptionalLong value) {
        return value.isEmpty() ? null : value.getAsLong();
    }
}
