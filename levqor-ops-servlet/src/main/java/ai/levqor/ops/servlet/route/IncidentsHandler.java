package ai.levqor.ops.servlet.route;

import ai.levqor.ops.servlet.http.Call;
import ai.levqor.ops.servlet.http.FieldReader;
import ai.levqor.ops.servlet.http.OpsResponse;
import ai.levqor.ops.servlet.http.Route;
import java.util.List;

/** The last incidents, newest first: recoveries, refusals and dry runs; one that is under way is the first. */
final class IncidentsHandler implements Route.Handler {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 500;

    private final RecoveryDesk desk;

    private record View(boolean ok, int count, List<IncidentView> incidents) {}

    IncidentsHandler(RecoveryDesk desk) {
        this.desk = desk;
    }

    @Override
    public OpsResponse handle(Call call) {
        var fields = new FieldReader(call.query());
        var limit = fields.whole("limit", 1, MAX_LIMIT).orElse(DEFAULT_LIMIT);
        fields.done();
        var incidents = desk.incidents().apply(Math.toIntExact(limit)).stream()
                .map(IncidentView::of)
                .toList();
        return OpsResponse.json(200, new View(true, incidents.size(), incidents));
    }
}
