package ai.levqor.ops.servlet.route;

import ai.levqor.ops.servlet.http.Route;
import ai.levqor.ops.servlet.http.Route.Access;
import ai.levqor.ops.servlet.http.Route.Method;
import ai.levqor.ops.servlet.http.RouteTable;
import java.util.List;
import java.util.function.LongSupplier;

/** Every route there is, on one page. */
public final class OpsRoutes {
    private OpsRoutes() {}

    /**
     * The routes of one autopilot, with {@code prefix} put before each path.
     *
     * @param nanos measures how old an answer is that is kept
     */
    public static RouteTable of(String prefix, Autopilot autopilot, LongSupplier nanos) {
        var retention = autopilot.retention();
        var verify = new VerifyHandler(autopilot.verify());
        return new RouteTable(List.of(
                read(prefix + "/ops/autoscale/dryrun", Access.PUBLIC_READ, new DryRunHandler(autopilot)),
                act(prefix + "/ops/autoscale/apply", new ApplyHandler(autopilot)),
                read(prefix + "/ops/autoscale/history", Access.TOKEN, new HistoryHandler(autopilot)),
                new Route(
                        Method.POST,
                        prefix + "/ops/recover",
                        Access.TOKEN,
                        new RecoverHandler(autopilot.recovery()),
                        true),
                act(prefix + "/ops/recover/cancel", new CancelHandler(autopilot.recovery())),
                act(prefix + "/ops/recover/release", new ReleaseHandler(autopilot.recovery())),
                read(prefix + "/ops/incidents", Access.TOKEN, new IncidentsHandler(autopilot.recovery())),
                read(prefix + "/admin/retention", Access.TOKEN, rows(retention, nanos)),
                read(prefix + "/admin/retention/cohorts", Access.TOKEN, cohorts(retention, nanos)),
                read(prefix + "/ops/cost/forecast", Access.PUBLIC_READ, new CostForecastHandler(autopilot.costs())),
                read(prefix + "/ops/jobs", Access.TOKEN, new JobsHandler(autopilot.jobs())),
                act(prefix + "/ops/jobs/*", new RunJobHandler(autopilot.jobs())),
                act(prefix + "/ops/verify", verify),
                read(prefix + "/ops/verify", Access.TOKEN, verify),
                read(prefix + "/ops/health", Access.PUBLIC_READ, new HealthHandler(autopilot))));
    }

    private static Route.Handler rows(RetentionDesk desk, LongSupplier nanos) {
        return new PerDays<>(
                new Freshest<>(() -> desk.rows().apply(PerDays.MOST), desk.changes(), nanos), RetentionView::of);
    }

    private static Route.Handler cohorts(RetentionDesk desk, LongSupplier nanos) {
        return new PerDays<>(
                new Freshest<>(() -> desk.cohorts().apply(PerDays.MOST), desk.changes(), nanos), CohortsView::of);
    }

    private static Route read(String path, Access access, Route.Handler handler) {
        return new Route(Method.GET, path, access, handler);
    }

    private static Route act(String path, Route.Handler handler) {
        return new Route(Method.POST, path, Access.TOKEN, handler);
    }
}
