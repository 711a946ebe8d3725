package ai.levqor.ops.servlet.route;

import ai.levqor.ops.servlet.http.Call;
import ai.levqor.ops.servlet.http.FieldReader;
import ai.levqor.ops.servlet.http.OpsResponse;
import ai.levqor.ops.servlet.http.Route;
import java.util.List;

/** The jobs: what each is doing, and its last runs, newest first, ten of each unless asked for another number. */
final class JobsHandler implements Route.Handler {
    private static final int DEFAULT_LIMIT = 10;
    private static final int MAX_LIMIT = 50;

    private final RetentionDesk desk;

    private record View(boolean ok, int count, List<JobView> jobs) {}

    JobsHandler(RetentionDesk desk) {
        this.desk = desk;
    }

    @Override
    public OpsResponse handle(Call call) {
        var fields = new FieldReader(call.query());
        var limit = fields.whole("limit", 1, MAX_LIMIT).orElse(DEFAULT_LIMIT);
        fields.done();
        var jobs = List.of(JobView.of(desk.job().get(), Math.toIntExact(limit)));
        return OpsResponse.json(200, new View(true, jobs.size(), jobs));
    }
}
