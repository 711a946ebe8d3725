package ai.levqor.ops.examples.check;

import java.io.IOException;
import java.util.Optional;

/** Checks the routes of recovery. Only dry runs are asked for, and what must be refused. */
final class RecoverCheck {
    private static final String DRY_RUN = "/ops/recover?dry_run=true";

    private final Probe probe;
    private final Tally tally;

    RecoverCheck(Probe probe, Tally tally) {
        this.probe = probe;
        this.tally = tally;
    }

    /** Everything that can be checked; with a token, if there is one. */
    void run(Optional<String> token) throws IOException, InterruptedException {
        refusals();
        if (token.isEmpty()) {
            tally.skip("POST /ops/recover", "ADMIN_TOKEN is not set");
            tally.skip("GET /ops/incidents", "ADMIN_TOKEN is not set");
            return;
        }
        var before = probe.get("/ops/autoscale/dryrun");
        dryRun(token.get());
        whatIf(token.get());
        badFields(token.get());
        incidents(token.get());
        unchanged(before, token.get());
    }

    private void refusals() throws IOException, InterruptedException {
        for (var path : new String[] {DRY_RUN, "/ops/recover/cancel", "/ops/recover/release"}) {
            tally.check(
                    "POST " + path + " without a token is refused",
                    probe.post(path, Optional.empty()),
                    answer -> answer.status(401, 503, 429).problem());
        }
        tally.check(
                "GET /ops/recover is not allowed",
                probe.get("/ops/recover"),
                answer -> answer.status(405).problem().header("Allow", "POST"));
        tally.check(
                "GET /ops/incidents without a token is refused",
                probe.get("/ops/incidents"),
                answer -> answer.status(401, 503, 429).problem());
    }

    private void dryRun(String token) throws IOException, InterruptedException {
        tally.check("POST " + DRY_RUN, probe.post(DRY_RUN, Optional.of(token)), RecoverCheck::isPlan);
    }

    /** Whether it is called for is the signals' part; whether it may be done, a guard's. */
    private void whatIf(String token) throws IOException, InterruptedException {
        tally.check(
                "POST " + DRY_RUN + "&error_rate=0.5 is called for",
                probe.post(DRY_RUN + "&error_rate=0.5&failures_last_5m=7", Optional.of(token)),
                answer -> isPlan(answer)
                        .number("trigger.error_rate", 0.5)
                        .number("trigger.failures_last_5m", 7)
                        .oneOf("trigger.reason", "error_rate", "autorecover_off", "already_running"));
    }

    private static Seen isPlan(Seen answer) {
        return answer.status(200)
                .json()
                .oneOf("ok", "true")
                .truth("ok")
                .oneOf("recovered", "false")
                .truth("recovered")
                .oneOf("dry_run", "true")
                .truth("dry_run")
                .text("incident_id")
                .text("trigger.origin", "trigger.reason")
                .truth("trigger.called_for")
                .numberOrNull("trigger.error_rate", "trigger.failures_last_5m")
                .time("timestamp")
                .each(
                        "actions",
                        3,
                        action -> action.oneOf("action", "redrive", "restart_workers", "rotate_process")
                                .oneOf("status", "would_do", "skipped")
                                .text("detail"));
    }

    private void badFields(String token) throws IOException, InterruptedException {
        for (var field : new String[] {"error_rate=2", "error_rate=NaN", "failures_last_5m=-1", "colour=blue"}) {
            tally.check(
                    "POST " + DRY_RUN + "&" + field + " is refused",
                    probe.post(DRY_RUN + "&" + field, Optional.of(token)),
                    answer -> answer.status(400).problem().mentions(field.substring(0, field.indexOf('='))));
        }
    }

    private void incidents(String token) throws IOException, InterruptedException {
        tally.check(
                "GET /ops/incidents?limit=5",
                probe.get("/ops/incidents?limit=5", token),
                answer -> answer.status(200)
                        .json()
                        .truth("ok")
                        .integer("count")
                        .each(
                                "incidents",
                                1,
                                incident -> incident.text("incident_id", "outcome", "trigger.reason")
                                        .truth("recovered")
                                        .truth("dry_run")
                                        .time("timestamp")
                                        .rows("actions")));
    }

    /** What the autopilot itself did meanwhile is no fault. */
    private void unchanged(Seen before, String token) throws IOException, InterruptedException {
        var after = probe.get("/ops/autoscale/dryrun");
        var history = probe.get("/ops/autoscale/history?limit=50", token);
        tally.check("the dry runs have changed neither workers nor flags", after, answer -> {
            var since = before.status(200).json().time("timestamp").instant("timestamp");
            var stepped = history.status(200)
                    .json()
                    .any(
                            "decisions",
                            it -> it.value("outcome.applied").equals("true")
                                    && !it.instant("timestamp").isBefore(since));
            answer.status(200).json().oneOf("autoscale_enabled", before.value("autoscale_enabled"));
            if (!stepped) {
                answer.oneOf("current_workers", before.value("current_workers"));
            }
        });
    }
}
