package ai.levqor.ops.examples.backend;

import ai.levqor.ops.engine.DecisionSentence;
import ai.levqor.ops.engine.ScaleReport;
import ai.levqor.ops.engine.recovery.RecoveryReport;
import ai.levqor.ops.engine.recovery.RecoveryWords;
import ai.levqor.ops.policy.Reading;
import ai.levqor.ops.policy.scale.Latency;
import ai.levqor.ops.policy.scale.ScaleAction;
import java.io.PrintStream;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Consumer;

/** Prints each decision and each incident as one line, in columns. */
final class DecisionPrinter implements Consumer<ScaleReport> {
    private static final String COLUMNS = "%-8s  %9s  %6s  %-7s  %-10s  %s%n";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final PrintStream out;
    private final ZoneId zone;
    private final boolean colour;

    /** A printer; {@code colour} marks what a decision changes by terminal colours. */
    DecisionPrinter(PrintStream out, ZoneId zone, boolean colour) {
        this.out = out;
        this.zone = zone;
        this.colour = colour;
    }

    void header() {
        out.printf(COLUMNS, "time", "P95", "depth", "workers", "action", "why");
    }

    @Override
    public void accept(ScaleReport report) {
        var decision = report.decision();
        out.printf(
                COLUMNS,
                TIME.format(report.seen().at().atZone(zone)),
                p95(report.seen().latency()),
                report.seen().queueDepth().value().map(String::valueOf).orElse("?"),
                decision.from() == decision.to()
                        ? String.valueOf(decision.to())
                        : decision.from() + " -> " + decision.to(),
                coloured(word(decision.action()), colour(decision.action())),
                DecisionSentence.of(decision) + notDone(report));
    }

    /** {@code ?} if it is unknown, {@code -} if there were no requests. */
    private static String p95(Reading<Latency> latency) {
        return latency.value()
                .map(known -> known.p95()
                        .map(p95 -> "%.1f ms".formatted(p95.toNanos() / 1e6))
                        .orElse("-"))
                .orElse("?");
    }

    private static String notDone(ScaleReport report) {
        var missed = report.decision().action().changes() && report.outcome().result() != ScaleReport.Result.APPLIED;
        return missed ? " [" + report.outcome().message() + "]" : "";
    }

    /** An incident that has begun, or is over. */
    void incident(RecoveryReport report) {
        out.printf(
                COLUMNS,
                TIME.format(report.endedAt().orElse(report.at()).atZone(zone)),
                "",
                "",
                "",
                coloured("incident", report.ok() ? "1;35" : "1;31"),
                RecoveryWords.of(report));
    }

    private static String word(ScaleAction action) {
        return action.name().toLowerCase(Locale.ROOT);
    }

    private static String colour(ScaleAction action) {
        return switch (action) {
            case SCALE_UP -> "1;33";
            case SCALE_DOWN -> "1;32";
            case FREEZE -> "1;36";
            case HOLD -> "";
        };
    }

    private String coloured(String word, String code) {
        var column = "%-10s".formatted(word);
        return !colour || code.isEmpty() ? column : "\u001b[" + code + "m" + column + "\u001b[0m";
    }
}
