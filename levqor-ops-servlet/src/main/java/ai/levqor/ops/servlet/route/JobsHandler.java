package ai.levqor.ops.servlet.route;

import ai.levqor.ops.servlet.http.Call;
import ai.levqor.ops.servlet.http.FieldReader;
import ai.levqor.ops.servlet.http.OpsResponse;
import ai.levqor.ops.servlet.http.Route;
import java.util.List;

/**
 * The jobs: when each runs, what it is doing, its last runs in this process and its last times in the fleet, newest first,
 * ten of each unless asked for another number.
 */
final class JobsHandler implements Route.Handler {
    private static final int DEFAULT_LIMIT = 10;
    private static final int MAX_LIMIT = 50;

    private final JobsDesk desk;

    private record View(boolean ok, int count, List<JobView> jobs) {}

    JobsHandler(JobsDesk desk) {
        this.desk = desk;
    }

    @Override
    public OpsResponse handle(Call call) {
        var fields = new FieldReader(call.query());
        var limit = Math.toIntExact(fields.whole("limit", 1, MAX_LIMIT).orElse(DEFAULT_LIMIT));
        fields.done();
        var views = desk.all().apply(limit).stream()
                .map(job -> JobView.of(job, limit))
                .toList();
        return OpsResponse.json(200, new View(true, views.size(), views));
    }
}
