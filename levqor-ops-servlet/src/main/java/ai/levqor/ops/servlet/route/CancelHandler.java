package ai.levqor.ops.servlet.route;

import ai.levqor.ops.servlet.http.Call;
import ai.levqor.ops.servlet.http.OpsResponse;
import ai.levqor.ops.servlet.http.Route;
import org.jspecify.annotations.Nullable;

/** Ends the recovery that is under way in this process. */
final class CancelHandler implements Route.Handler {
    private final RecoveryDesk desk;

    private record View(
            boolean ok,
            boolean cancelled,
            String message,
            @Nullable IncidentView incident) {}

    CancelHandler(RecoveryDesk desk) {
        this.desk = desk;
    }

    @Override
    public OpsResponse handle(Call call) {
        call.takesNoFields();
        var report = desk.cancel().get();
        return OpsResponse.json(
                200,
                report.map(it -> new View(true, true, "no further step is begun", IncidentView.of(it)))
                        .orElseGet(() -> new View(true, false, "this process runs no recovery", null)));
    }
}
