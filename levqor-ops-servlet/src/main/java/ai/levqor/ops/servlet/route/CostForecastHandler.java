package ai.levqor.ops.servlet.route;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.engine.cost.CostJson;
import ai.levqor.ops.engine.cost.CostReport;
import ai.levqor.ops.servlet.http.Call;
import ai.levqor.ops.servlet.http.OpsResponse;
import ai.levqor.ops.servlet.http.Route;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.util.function.Supplier;

/** The forecast. Each report is rendered once, however many clients ask for it. */
final class CostForecastHandler implements Route.Handler {
    private final Supplier<CostReport> reports;

    /** By instance: weak keys are told apart by that. */
    private final LoadingCache<CostReport, Tagged> rendered = Caffeine.newBuilder()
            .weakKeys()
            .maximumSize(2)
            .executor(Runnable::run)
            .build(report -> Tagged.of(OpsResponse.json(200, CostJson.of(report))));

    CostForecastHandler(Supplier<CostReport> reports) {
        this.reports = reports;
    }

    @Override
    public OpsResponse handle(Call call) {
        call.takesNoFields();
        return requireNonNull(rendered.get(reports.get())).answer(call);
    }
}
