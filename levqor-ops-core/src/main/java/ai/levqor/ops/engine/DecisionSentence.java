package ai.levqor.ops.engine;

import ai.levqor.ops.policy.Fact;
import ai.levqor.ops.policy.scale.ScaleAction;
import ai.levqor.ops.policy.scale.ScaleDecision;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/** A decision in one sentence for a person; the same facts, in words. */
public final class DecisionSentence {
    private final ScaleDecision decision;

    private DecisionSentence(ScaleDecision decision) {
        this.decision = decision;
    }

    /** The sentence, without a full stop at its end. */
    public static String of(ScaleDecision decision) {
        var sentence = new DecisionSentence(decision);
        var why = sentence.why();
        return switch (decision.guard()) {
            case OFF -> why + " (cost guard off: no spend limit)";
            case CLEAR -> why;
            case FROZEN -> decision.action() == ScaleAction.FREEZE ? why : why + " (scale-ups are frozen)";
        };
    }

    private String why() {
        return switch (decision.reason()) {
            case LATENCY_PRESSURE -> latency("above", "") + ": " + step();
            case QUEUE_PRESSURE -> queue("above", "") + ": " + step();
            case LATENCY_AND_QUEUE_PRESSURE -> latency("above", "") + " and " + queue("above", "") + ": " + step();
            case BELOW_MIN -> "fewer workers than the least allowed: " + step();
            case IDLE -> "idle for " + time("idle_for") + ": " + step();
            case AT_MAX -> load() + ", and " + workers() + " is the most allowed";
            case AT_MIN -> "idle, and " + workers() + " is the least allowed";
            case STEP_UP_TOO_SOON ->
                load() + ", and the last step up was " + time("since_last_up") + " ago of " + limit("since_last_up");
            case IDLE_NOT_LONG_ENOUGH -> "idle for " + time("idle_for") + " of " + limit("idle_for");
            case WITHIN_LIMITS -> load() + ": neither pressure nor idle";
            case UNKNOWN_LATENCY -> "latency is unknown, so nothing is changed";
            case UNKNOWN_QUEUE -> "the queue's depth is unknown, so nothing is changed";
            case UNKNOWN_LATENCY_AND_QUEUE -> "latency and the queue's depth are unknown, so nothing is changed";
            case SPEND_AT_LIMIT -> money("spend_last_24h", "spent in 24 h, the stop is at") + ": no scale-up";
            case FORECAST_OVER_LIMIT ->
                money("forecast_next_30d", "forecast for 30 days, the stop is above") + ": no scale-up";
            case SPEND_UNKNOWN -> "the spend is unknown for " + time("spend_unknown_for") + ": no scale-up";
        };
    }

    private String step() {
        return decision.from() + " -> " + decision.to() + " workers";
    }

    private String workers() {
        return decision.from() == 1 ? "1 worker" : decision.from() + " workers";
    }

    private String load() {
        return latency("(limit", ")") + ", " + queue("(limit", ")");
    }

    private String latency(String relation, String end) {
        return fact("p95_latency_ms")
                .map(it -> "P95 " + number(it.value()) + " ms " + relation + " " + number(it.limit()) + " ms" + end)
                .orElse(fact("requests").isPresent() ? "no requests" : "latency unknown");
    }

    private String queue(String relation, String end) {
        return fact("queue_depth")
                .map(it -> "queue " + number(it.value()) + " " + relation + " " + number(it.limit()) + end)
                .orElse("queue unknown");
    }

    private String money(String name, String words) {
        return fact(name)
                .map(it ->
                        number(it.value()) + " " + it.unit() + " " + words + " " + number(it.limit()) + " " + it.unit())
                .orElse("when last known, the spend was at its stop");
    }

    private String time(String name) {
        return fact(name).map(it -> seconds(it.value())).orElse("a time unknown");
    }

    private String limit(String name) {
        return fact(name).map(it -> seconds(it.limit())).orElse("a time unknown");
    }

    private Optional<Fact> fact(String name) {
        return decision.facts().stream().filter(it -> it.name().equals(name)).findFirst();
    }

    private static String seconds(double seconds) {
        if (seconds < 60) {
            return number(seconds) + " s";
        }
        var whole = (long) seconds;
        return whole < 3600 ? twoUnits(whole, "min", "s") : twoUnits(whole / 60, "h", "min");
    }

    private static String twoUnits(long small, String bigUnit, String smallUnit) {
        var big = small / 60 + " " + bigUnit;
        return small % 60 == 0 ? big : big + " " + small % 60 + " " + smallUnit;
    }

    /** At most two decimals, and none that are zero. */
    private static String number(double value) {
        return BigDecimal.valueOf(value)
                .setScale(2, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }
}
