package ai.levqor.ops.servlet;

import ai.levqor.ops.LevqorOps;
import ai.levqor.ops.engine.verify.IntegrityWork;
import ai.levqor.ops.servlet.http.IdempotentAnswers;
import ai.levqor.ops.servlet.http.OpsHttp;
import ai.levqor.ops.servlet.http.TokenGate;
import ai.levqor.ops.servlet.route.Autopilot;
import ai.levqor.ops.servlet.route.JobsDesk;
import ai.levqor.ops.servlet.route.OpsRoutes;
import ai.levqor.ops.servlet.route.RecoveryDesk;
import ai.levqor.ops.servlet.route.RetentionDesk;
import ai.levqor.ops.servlet.route.VerifyDesk;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.LongSupplier;

/**
 * The one filter a host registers: it answers the operations routes, and measures every other request, which passes
 * untouched.
 *
 * <p>Register it for {@code /*} with the dispatcher types {@code REQUEST} and {@code ASYNC} and with asynchronous support,
 * after the filter that keeps strangers out, if there is one:
 *
 * <pre>{@code
 * var filter = context.addFilter("levqor-ops", new OpsFilter(ops));
 * filter.setAsyncSupported(true);
 * filter.addMappingForUrlPatterns(EnumSet.of(REQUEST, ASYNC), false, "/*");
 * }</pre>
 *
 * <p>A route is matched by its exact path, as the client sent it: another spelling of it ({@code //}, {@code %61},
 * {@code ;x}, {@code ..}) is the host's request. Registered twice, it works once. Wrong tokens are counted by the address
 * that {@link ServletRequest#getRemoteAddr()} gives, so behind a proxy the host tells its container which proxies to
 * trust. The filter starts nothing and closes nothing: that is the owner's of {@link LevqorOps}.
 *
 * <p><b>Threading:</b> safe for many threads.
 */
public final class OpsFilter implements Filter {
    private final OpsHttp ops;
    private final HostTraffic traffic;
    private final String seen;

    /** A filter for one autopilot, started or not. */
    public OpsFilter(LevqorOps ops) {
        this(http(ops, System::nanoTime), new HostTraffic(ops.recorder()::record, System::nanoTime), ops);
    }

    OpsFilter(OpsHttp ops, HostTraffic traffic, Object autopilot) {
        this.ops = ops;
        this.traffic = traffic;
        this.seen = OpsFilter.class.getName() + "@" + System.identityHashCode(autopilot);
    }

    private static OpsHttp http(LevqorOps ops, LongSupplier nanos) {
        var settings = ops.settings().http();
        var autopilot = new Autopilot(
                ops.autoscaler()::dryRun,
                ops.autoscaler()::apply,
                ops.autoscaler()::history,
                ops::health,
                ops.settings().dailySpendLimit(),
                new RecoveryDesk(
                        ops.recovery()::recover,
                        ops.recovery()::plan,
                        ops.recovery()::incidents,
                        ops.recovery()::cancel,
                        ops.recovery()::release),
                new RetentionDesk(ops.retention()::rows, ops.retention()::cohorts, ops.retention()::changes),
                ops.costs()::report,
                new JobsDesk(ops.jobs().names(), ops.jobs()::all, ops.jobs()::run, ops.jobs()::rehearse),
                new VerifyDesk(() -> ops.jobs().run(IntegrityWork.NAME), ops.integrity()::last));
        return new OpsHttp(
                OpsRoutes.of(settings.prefix(), autopilot, nanos),
                settings.publicReads(),
                new TokenGate(settings.adminTokens(), nanos),
                new IdempotentAnswers(nanos));
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(request instanceof HttpServletRequest asked)
                || !(response instanceof HttpServletResponse answer)
                || asked.getAttribute(seen) != null) {
            chain.doFilter(request, response);
            return;
        }
        var path = ServletExchange.path(asked);
        if (ops.serves(path)) {
            ServletExchange.answer(ops, path, asked, answer);
            return;
        }
        asked.setAttribute(seen, true);
        traffic.measure(asked, answer, chain);
    }
}
