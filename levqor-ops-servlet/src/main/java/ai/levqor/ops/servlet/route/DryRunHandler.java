package ai.levqor.ops.servlet.route;

import ai.levqor.ops.engine.ScaleReport;
import ai.levqor.ops.engine.WhatIf;
import ai.levqor.ops.servlet.http.Call;
import ai.levqor.ops.servlet.http.EntityTag;
import ai.levqor.ops.servlet.http.FieldReader;
import ai.levqor.ops.servlet.http.Fields;
import ai.levqor.ops.servlet.http.OpsResponse;
import ai.levqor.ops.servlet.http.Route;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What a step would decide now, or would decide if some values were others. The live answer is rendered once for each
 * report that the autopilot gives, however many clients ask for it.
 */
final class DryRunHandler implements Route.Handler {
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();
    private static final long MOST_JOBS = 1_000_000_000_000L;
    private static final long MOST_MONEY = 1_000_000_000_000L;
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final Autopilot autopilot;
    private volatile @Nullable Rendered last;

    private record Rendered(ScaleReport report, EntityTag tag, OpsResponse full, OpsResponse notModified) {

        @SuppressWarnings("ReferenceEquality") // the autopilot gives one instance until it sees something new
        boolean isOf(ScaleReport other) {
            return report == other;
        }
    }

    private record View(@JsonUnwrapped DecisionView decision, List<String> whatIf) {}

    DryRunHandler(Autopilot autopilot) {
        this.autopilot = autopilot;
    }

    @Override
    public OpsResponse handle(Call call) {
        return call.query().isEmpty() ? live(call) : imagined(call.query());
    }

    private OpsResponse live(Call call) {
        var report = autopilot.dryRun().apply(WhatIf.NOTHING);
        var rendered = last;
        if (rendered == null || !rendered.isOf(report)) {
            rendered = render(report);
            last = rendered;
        }
        return rendered.tag().isIn(call.request().headers().first("If-None-Match"))
                ? rendered.notModified()
                : rendered.full();
    }

    private OpsResponse imagined(Fields query) {
        var whatIf = whatIf(query);
        return answer(
                autopilot.dryRun().apply(whatIf), List.copyOf(query.values().keySet()));
    }

    private Rendered render(ScaleReport report) {
        var plain = answer(report, List.of());
        var tag = EntityTag.of(plain.body());
        var full = plain.with("Cache-Control", "private, max-age=0, must-revalidate")
                .with("ETag", tag.value())
                .with("Last-Modified", httpDate(report.seen().at()))
                .with("Vary", "X-ADMIN-TOKEN, Authorization");
        return new Rendered(report, tag, full, full.notModified());
    }

    private OpsResponse answer(ScaleReport report, List<String> whatIf) {
        return OpsResponse.json(200, new View(DecisionView.of(report, autopilot.spendLimit()), whatIf));
    }

    private static WhatIf whatIf(Fields query) {
        var reader = new FieldReader(query);
        var depth = reader.whole("queue_depth", 0, MOST_JOBS);
        var p95 = reader.decimal("p95_latency_ms", DAY_MILLIS);
        var errorRate = reader.decimal("error_rate", 1);
        var spend = reader.decimal("spend_last_24h", MOST_MONEY);
        reader.done();
        return new WhatIf(
                depth,
                p95.map(DryRunHandler::millis),
                errorRate.isPresent() ? OptionalDouble.of(errorRate.get().doubleValue()) : OptionalDouble.empty(),
                spend);
    }

    private static Duration millis(BigDecimal millis) {
        return Duration.ofNanos(millis.movePointRight(6).longValue());
    }

    private static String httpDate(Instant instant) {
        return HTTP_DATE.format(instant);
    }
}
