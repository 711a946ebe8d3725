package ai.levqor.ops.servlet.route;

import ai.levqor.ops.engine.SourceHealth;
import ai.levqor.ops.engine.SourceHealth.Status;
import ai.levqor.ops.servlet.http.Call;
import ai.levqor.ops.servlet.http.OpsResponse;
import ai.levqor.ops.servlet.http.Route;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Whether the autopilot can work, and which source keeps it from that: 200, or 503 if it is down, which is what a load
 * balancer looks at. A query is passed over, since probes like to add one.
 */
final class HealthHandler implements Route.Handler {
    private final Autopilot autopilot;

    private record View(String status, List<Source> sources, String timestamp) {}

    private record Source(String name, String status, String detail) {
        static Source of(SourceHealth source) {
            return new Source(source.name(), DecisionView.code(source.status()), source.detail());
        }
    }

    HealthHandler(Autopilot autopilot) {
        this.autopilot = autopilot;
    }

    @Override
    public OpsResponse handle(Call call) {
        var health = autopilot.health().get();
        var view = new View(
                DecisionView.code(health.status()),
                health.sources().stream().map(Source::of).toList(),
                health.at().truncatedTo(ChronoUnit.MILLIS).toString());
        return OpsResponse.json(health.status() == Status.DOWN ? 503 : 200, view);
    }
}
