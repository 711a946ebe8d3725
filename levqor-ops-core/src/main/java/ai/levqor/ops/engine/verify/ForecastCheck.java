package ai.levqor.ops.engine.verify;

import ai.levqor.ops.engine.cost.CostReport;
import ai.levqor.ops.engine.cost.CostReport.Missing;
import ai.levqor.ops.policy.forecast.Bands;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** {@code forecast}: what is told of the costs is fresh, the file too, and its numbers are in their order. */
public final class ForecastCheck {
    /** How old what is told may be. */
    public static final Duration MOST_TOLD = Duration.ofHours(6);

    /** How old the file may be that is written once a week. */
    public static final Duration MOST_WRITTEN = Duration.ofDays(8);

    private final Supplier<CostReport> told;
    private final Supplier<? extends Optional<? extends JsonNode>> written;
    private final Clock clock;

    private ForecastCheck(
            Supplier<CostReport> told, Supplier<? extends Optional<? extends JsonNode>> written, Clock clock) {
        this.told = told;
        this.written = written;
        this.clock = clock;
    }

    /**
     * Looks at both.
     *
     * @param told what is told of the costs now
     * @param written what was written to the file last; empty if nothing was
     */
    public static Check of(
            Supplier<CostReport> told, Supplier<? extends Optional<? extends JsonNode>> written, Clock clock) {
        return new Check("forecast", new ForecastCheck(told, written, clock)::look);
    }

    private Finding look() {
        var report = told.get();
        if (report.missing().isPresent()) {
            return Finding.skipped(words(report.missing().get()));
        }
        var total = report.forecast().total();
        var numbers = numbers(
                total.bands().map(Bands::at80).map(band -> band.low()),
                total.total().stream().boxed().findFirst(),
                total.bands().map(Bands::at80).map(band -> band.high()));
        if (!ordered(numbers)) {
            return Finding.failed("the forecast that is told is not in order: " + numbers);
        }
        var age = age(report.computedAt());
        if (age.compareTo(MOST_TOLD) > 0) {
            return Finding.failed("the forecast that is told is " + age.toHours() + " hours old");
        }
        var partial = report.partial() ? "; it is partial" : "";
        return written.get()
                .map(file -> ofFile(file, partial))
                .orElseGet(() -> Finding.passed("fresh; its file is not written yet" + partial));
    }

    private Finding ofFile(JsonNode file, String partial) {
        Instant at;
        try {
            at = Instant.parse(file.path("computed_at").asText());
        } catch (DateTimeException e) {
            return Finding.failed("the forecast's file does not say when it was computed");
        }
        var numbers = numbers(
                number(file.path("confidence_low")),
                number(file.path("forecast_next_30d")),
                number(file.path("confidence_high")));
        if (!ordered(numbers)) {
            return Finding.failed("the forecast in its file is not in order: " + numbers);
        }
        return age(at).compareTo(MOST_WRITTEN) > 0
                ? Finding.failed("the forecast in its file is of " + at + ", and is written once a week")
                : Finding.passed("fresh; its file is of " + at + partial);
    }

    private Duration age(Instant at) {
        return Duration.between(at, clock.instant());
    }

    private static Optional<Double> number(JsonNode node) {
        return node.isNull() || node.isMissingNode()
                ? Optional.empty()
                : Optional.of(node.isNumber() ? node.doubleValue() : Double.NaN);
    }

    private static List<Double> numbers(Optional<Double> low, Optional<Double> middle, Optional<Double> high) {
        return Stream.of(low, middle, high).flatMap(Optional::stream).toList();
    }

    private static boolean ordered(List<Double> numbers) {
        return numbers.stream().allMatch(Double::isFinite)
                && numbers.equals(numbers.stream().sorted().toList());
    }

    private static String words(Missing missing) {
        return switch (missing) {
            case NO_SOURCES -> "nothing is configured that costs";
            case NOT_READ_YET -> "no source of costs was read yet";
            case NO_HISTORY -> "no source of costs has a complete day yet";
        };
    }
}
