package ai.levqor.ops.engine;

import ai.levqor.ops.engine.ask.Answer;
import ai.levqor.ops.engine.ask.DeadlineCaller;
import ai.levqor.ops.engine.ask.FaultLog;
import ai.levqor.ops.engine.ask.Question;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts every decision; logs and appends those that changed something, each as one JSON line with all that it was
 * derived from.
 *
 * <p><b>Threading:</b> {@link #record} by one thread at a time.
 */
final class DecisionRecorder {
    private static final Logger LOG = LoggerFactory.getLogger(DecisionRecorder.class);

    private final EngineMeters meters;
    private final FaultLog faults;
    private final DeadlineCaller caller;
    private final Consumer<ScaleReport> listener;
    private final Optional<Question<Boolean>> append;
    private volatile ObjectNode line = JsonNodeFactory.instance.objectNode();

    DecisionRecorder(
            EngineMeters meters,
            FaultLog faults,
            DeadlineCaller caller,
            Optional<Consumer<ObjectNode>> log,
            Consumer<ScaleReport> listener) {
        this.meters = meters;
        this.faults = faults;
        this.caller = caller;
        this.listener = listener;
        this.append = log.map(it -> new Question<>("log", () -> {
            it.accept(line);
            return true;
        }));
    }

    void record(ScaleReport report, String stateBefore, String policy) {
        meters.decided(report);
        if (!report.outcome().result().applied()) {
            return;
        }
        LOG.atInfo()
                .addKeyValue("event", "autoscale")
                .addKeyValue("action", ScaleJson.code(report.decision().action()))
                .addKeyValue("from", report.decision().from())
                .addKeyValue("to", report.decision().to())
                .log(
                        "{}; {}",
                        DecisionSentence.of(report.decision()),
                        report.outcome().message());
        append.ifPresent(question -> {
            line = line(report, stateBefore, policy);
            caller.ask(question);
            if (question.answer() instanceof Answer.Given) {
                faults.over("log");
            } else {
                faults.fault("log", question.answer());
            }
        });
    }

    /** Tells the listener; what it throws stays here. */
    void tell(ScaleReport report) {
        try {
            listener.accept(report);
            faults.over("listener");
        } catch (RuntimeException e) {
            faults.fault("listener", "failed", Optional.of(e));
        }
    }

    private static ObjectNode line(ScaleReport report, String stateBefore, String policy) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("at", report.seen().at().toString());
        json.put("kind", "scale");
        json.put("policy", policy);
        json.put("state", stateBefore);
        json.set("seen", ScaleJson.observation(report.seen()));
        json.set("decision", ScaleJson.decision(report.decision()));
        var outcome = json.putObject("outcome");
        outcome.put("result", ScaleJson.code(report.outcome().result()));
        outcome.put("workers", report.outcome().workers());
        outcome.put("message", report.outcome().message());
        return json;
    }
}
