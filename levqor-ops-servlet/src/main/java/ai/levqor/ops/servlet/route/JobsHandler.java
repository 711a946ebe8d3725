package ai.levqor.ops.servlet.route;

import ai.levqor.ops.engine.job.JobReport;
import ai.levqor.ops.servlet.http.Call;
import ai.levqor.ops.servlet.http.FieldReader;
import ai.levqor.ops.servlet.http.OpsResponse;
import ai.levqor.ops.servlet.http.Route;
import java.util.List;
import java.util.function.Supplier;

/** The jobs: what each is doing, and its last runs, newest first, ten of each unless asked for another number. */
final class JobsHandler implements Route.Handler {
    private static final int DEFAULT_LIMIT = 10;
    private static final int MAX_LIMIT = 50;

    private final List<Supplier<JobReport>> jobs;

    private record View(boolean ok, int count, List<JobView> jobs) {}

    JobsHandler(List<Supplier<JobReport>> jobs) {
        this.jobs = List.copyOf(jobs);
    }

    @Override
    public OpsResponse handle(Call call) {
        var fields = new FieldReader(call.query());
        var limit = fields.whole("limit", 1, MAX_LIMIT).orElse(DEFAULT_LIMIT);
        fields.done();
        var views = jobs.stream()
                .map(job -> JobView.of(job.get(), Math.toIntExact(limit)))
                .toList();
        return OpsResponse.json(200, new View(true, views.size(), views));
    }
}
