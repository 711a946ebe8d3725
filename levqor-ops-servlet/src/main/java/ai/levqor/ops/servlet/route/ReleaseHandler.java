package ai.levqor.ops.servlet.route;

import ai.levqor.ops.servlet.http.Call;
import ai.levqor.ops.servlet.http.OpsResponse;
import ai.levqor.ops.servlet.http.Problem;
import ai.levqor.ops.servlet.http.Route;

/** Opens the latch, so that the watchdog may recover again. */
final class ReleaseHandler implements Route.Handler {
    private final RecoveryDesk desk;

    private record View(boolean ok, boolean released, String message) {}

    ReleaseHandler(RecoveryDesk desk) {
        this.desk = desk;
    }

    @Override
    public OpsResponse handle(Call call) {
        call.takesNoFields();
        var closed = desk.release()
                .get()
                .orElseThrow(() -> Problem.of(
                                503,
                                "store-failed",
                                "Nothing could be written",
                                "The state store cannot be written; the latch is as it was.")
                        .toException());
        return OpsResponse.json(
                200,
                new View(
                        true,
                        closed,
                        closed ? "the watchdog may recover again" : "the latch was open; the count begins at zero"));
    }
}
