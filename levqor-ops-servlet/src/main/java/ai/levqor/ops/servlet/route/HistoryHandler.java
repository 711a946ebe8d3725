package ai.levqor.ops.servlet.route;

import ai.levqor.ops.engine.ScaleReport;
import ai.levqor.ops.servlet.http.Call;
import ai.levqor.ops.servlet.http.FieldReader;
import ai.levqor.ops.servlet.http.OpsResponse;
import ai.levqor.ops.servlet.http.Route;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/** The last decisions and what became of them, newest first. */
final class HistoryHandler implements Route.Handler {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 500;

    private final Autopilot autopilot;

    private record View(boolean ok, int count, List<Entry> decisions) {}

    private record Entry(@JsonUnwrapped DecisionView decision, Outcome outcome) {}

    private record Outcome(String result, boolean applied, int workers, String message) {}

    HistoryHandler(Autopilot autopilot) {
        this.autopilot = autopilot;
    }

    @Override
    public OpsResponse handle(Call call) {
        var fields = new FieldReader(call.query());
        var limit = fields.whole("limit", 1, MAX_LIMIT).orElse(DEFAULT_LIMIT);
        fields.done();
        var entries = autopilot.history().apply(Math.toIntExact(limit)).stream()
                .map(this::entry)
                .toList();
        return OpsResponse.json(200, new View(true, entries.size(), entries));
    }

    private Entry entry(ScaleReport report) {
        var outcome = report.outcome();
        return new Entry(
                DecisionView.of(report, autopilot.spendLimit()),
                new Outcome(
                        DecisionView.code(outcome.result()),
                        outcome.result().applied(),
                        outcome.workers(),
                        outcome.message()));
    }
}
