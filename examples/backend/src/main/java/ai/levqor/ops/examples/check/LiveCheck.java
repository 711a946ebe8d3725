package ai.levqor.ops.examples.check;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.util.Optional;

/**
 * Checks a running backend by its address, as a person with curl would, and prints a line for each check. Only dry runs
 * are asked for, so nothing changes there, unless it is told to act: then the jobs are run too.
 */
public final class LiveCheck {
    private final Probe probe;
    private final Optional<String> token;
    private final Tally tally;

    private LiveCheck(Probe probe, Optional<String> token, PrintStream out) {
        this.probe = probe;
        this.token = token;
        this.tally = new Tally(out);
    }

    /**
     * Exits with 0 if every check passed, with 1 if one failed, with 2 if the address is wrong.
     *
     * @param args the address, such as {@code http://127.0.0.1:8080}, and {@code --act} to run the jobs too; the token is
     *     {@code ADMIN_TOKEN} in the environment
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        var act = args.length == 2 && args[1].equals("--act");
        if ((args.length != 1 && !act) || !args[0].matches("https?://.+")) {
            System.err.println("usage: LiveCheck http://HOST:PORT [--act], with ADMIN_TOKEN in the environment");
            System.exit(2);
        }
        var token = Optional.ofNullable(System.getenv("ADMIN_TOKEN")).filter(it -> !it.isBlank());
        System.exit(run(URI.create(args[0]), token, act, System.out) ? 0 : 1);
    }

    /** Makes all checks; {@code true} if none failed. */
    static boolean run(URI address, Optional<String> token, boolean act, PrintStream out)
            throws IOException, InterruptedException {
        var check = new LiveCheck(new Probe(address), token, out);
        check.dryRun();
        check.badWhatIf();
        check.refusals();
        check.history();
        new RecoverCheck(check.probe, check.tally).run(token);
        new RetentionCheck(check.probe, check.tally).run(token, act);
        new CostCheck(check.probe, check.tally).run(token, act);
        new NightCheck(check.probe, check.tally).run(token, act);
        check.health();
        check.metrics();
        return check.tally.allPassed();
    }

    private void dryRun() throws IOException, InterruptedException {
        tally.check(
                "GET /ops/autoscale/dryrun",
                probe.get("/ops/autoscale/dryrun"),
                answer -> answer.status(200)
                        .json()
                        .oneOf("action", "scale_up", "scale_down", "freeze", "hold")
                        .integer("current_workers")
                        .integer("target_workers")
                        .text("reason")
                        .text("message")
                        .numberOrNull(
                                "metrics.queue_depth",
                                "metrics.p95_latency_ms",
                                "metrics.error_rate",
                                "metrics.spend_last_24h",
                                "metrics.spend_limit",
                                "metrics.forecast_next_30d")
                        .truth("metrics.spend_frozen")
                        .truth("autoscale_enabled")
                        .time("timestamp"));
        tally.check(
                "GET /ops/autoscale/dryrun?queue_depth=11",
                probe.get("/ops/autoscale/dryrun?queue_depth=11&p95_latency_ms=20.5&error_rate=0.01"),
                answer -> answer.status(200)
                        .json()
                        .number("metrics.queue_depth", 11)
                        .number("metrics.p95_latency_ms", 20.5)
                        .number("metrics.error_rate", 0.01));
    }

    private void badWhatIf() throws IOException, InterruptedException {
        for (var query : new String[] {"queue_depth=-1", "p95_latency_ms=NaN", "error_rate=2", "colour=blue"}) {
            var field = query.substring(0, query.indexOf('='));
            tally.check(
                    "GET /ops/autoscale/dryrun?" + query + " is refused",
                    probe.get("/ops/autoscale/dryrun?" + query),
                    answer -> answer.status(400).problem().mentions(field));
        }
    }

    private void refusals() throws IOException, InterruptedException {
        tally.check(
                "POST /ops/autoscale/apply without a token is refused",
                probe.post("/ops/autoscale/apply", Optional.empty()),
                answer -> answer.status(401, 503).problem());
        tally.check(
                "POST /ops/autoscale/apply with a wrong token is refused",
                probe.post("/ops/autoscale/apply", Optional.of("not-the-token-of-this-backend")),
                answer -> answer.status(401, 503, 429).problem());
        tally.check(
                "GET /ops/autoscale/apply is not allowed",
                probe.get("/ops/autoscale/apply"),
                answer -> answer.status(405).problem().header("Allow", "POST"));
        tally.check(
                "GET /ops/autoscale/history without a token is refused",
                probe.get("/ops/autoscale/history"),
                answer -> answer.status(401, 503, 429).problem());
    }

    private void history() throws IOException, InterruptedException {
        if (token.isEmpty()) {
            tally.skip("GET /ops/autoscale/history", "ADMIN_TOKEN is not set");
            return;
        }
        tally.check(
                "GET /ops/autoscale/history?limit=5",
                probe.get("/ops/autoscale/history?limit=5", token.get()),
                answer -> answer.status(200).json().truth("ok").integer("count").rows("decisions"));
    }

    private void health() throws IOException, InterruptedException {
        tally.check(
                "GET /ops/health",
                probe.get("/ops/health"),
                answer -> answer.status(200, 503).json().oneOf("status", "up", "degraded", "down"));
    }

    private void metrics() throws IOException, InterruptedException {
        var scrape = probe.get("/metrics");
        if (scrape.code() == 404) {
            tally.skip("GET /metrics", "this backend serves its metrics elsewhere");
            return;
        }
        tally.check(
                "GET /metrics",
                scrape,
                answer -> answer.status(200)
                        .mentions("levqor_worker_target ")
                        .mentions("levqor_autoscale_events_total{")
                        .mentions("levqor_cost_forecast_30d ")
                        .mentions("levqor_cost_today "));
    }
}
