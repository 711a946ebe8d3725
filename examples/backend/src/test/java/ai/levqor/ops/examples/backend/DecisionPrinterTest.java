package ai.levqor.ops.examples.backend;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.engine.ScaleReport;
import ai.levqor.ops.engine.ScaleReport.Outcome;
import ai.levqor.ops.engine.ScaleReport.Result;
import ai.levqor.ops.engine.Signals;
import ai.levqor.ops.policy.Reading;
import ai.levqor.ops.policy.scale.Latency;
import ai.levqor.ops.policy.scale.ScaleObservation;
import ai.levqor.ops.policy.scale.SpendLevel;
import ai.levqor.ops.policy.scale.StepPolicy;
import ai.levqor.ops.policy.scale.StepSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DecisionPrinterTest {
    private static final Instant NOW = Instant.parse("2026-01-01T08:30:15Z");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    @DisplayName("a decision is one line in the columns of the header")
    void columns() {
        var printer = new DecisionPrinter(out, ZoneOffset.UTC, false);

        printer.header();
        printer.accept(report(Optional.of(Duration.ofMillis(412)), 57, Result.APPLIED));
        printer.accept(report(Optional.empty(), 0, Result.NOTHING_TO_DO));

        var lines = lines();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).isEqualTo("time            P95   depth  workers  action      why");
        assertThat(lines.get(1))
                .startsWith("08:30:15   412.0 ms      57  2 -> 3   scale_up    P95 412 ms above 150 ms");
        assertThat(lines.get(2)).startsWith("08:30:15          -       0  2        hold        idle for 0 s of 10 min");
    }

    @Test
    @DisplayName("a step that was not carried out says why")
    void notDone() {
        new DecisionPrinter(out, ZoneOffset.UTC, false)
                .accept(report(Optional.of(Duration.ofMillis(412)), 57, Result.DISABLED));

        assertThat(lines().get(0)).endsWith(" [what was done]");
    }

    @Test
    @DisplayName("with colour, what changes something is coloured and the columns stay")
    void colour() {
        new DecisionPrinter(out, ZoneOffset.UTC, true)
                .accept(report(Optional.of(Duration.ofMillis(412)), 57, Result.APPLIED));

        assertThat(lines().get(0)).contains("2 -> 3   \u001b[1;33mscale_up  \u001b[0m  P95");
    }

    @Test
    @DisplayName("an incident is one line in the same columns: when it began, and when it was over")
    void incidents() {
        var printer = new DecisionPrinter(out, ZoneOffset.UTC, false);

        printer.incident(IncidentReports.running("a"));
        printer.incident(IncidentReports.recovered("a", 7, 0));

        assertThat(lines())
                .containsExactly(
                        "08:30:15                              incident    a recovery is under way: error rate 4.5 %"
                                + " above its limit",
                        "08:30:17                              incident    recovered: error rate 4.5 % above its limit;"
                                + " 7 jobs go to the retry queue");
    }

    private List<String> lines() {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static ScaleReport report(Optional<Duration> p95, long depth, Result result) {
        var policy = new StepPolicy(StepSettings.DEFAULTS);
        var latency = p95.map(it -> Latency.of(100, it)).orElse(Latency.NO_REQUESTS);
        var seen = new ScaleObservation(
                NOW,
                2,
                Reading.known(latency, NOW),
                Reading.known(depth, NOW),
                Reading.known(0.0, NOW),
                Reading.known(new SpendLevel(BigDecimal.ONE, Optional.empty()), NOW));
        return new ScaleReport(
                seen,
                new Signals(Optional.empty(), Optional.empty(), Optional.empty(), List.of()),
                policy.decide(policy.start(), seen).decision(),
                true,
                new Outcome(result, 2, "what was done"));
    }
}
