package ai.levqor.ops.examples.check;

import java.io.IOException;
import java.util.Optional;

/** Checks the routes of active users and of jobs. A job is run only where that was asked for. */
final class RetentionCheck {
    private static final String ROWS = "/admin/retention";
    private static final String COHORTS = "/admin/retention/cohorts";
    private static final String JOBS = "/ops/jobs";
    private static final String RUN = "/ops/jobs/retention";
    private static final int MOST = 30;
    private static final int STILL_RUNNING = 202;

    /** How often it is waited on with a job that is not over; each time the backend waits for a while itself. */
    private static final int PATIENCE = 10;

    private final Probe probe;
    private final Tally tally;

    RetentionCheck(Probe probe, Tally tally) {
        this.probe = probe;
        this.tally = tally;
    }

    /** Everything that can be checked: with a token if there is one, and with a run of the job if {@code act}. */
    void run(Optional<String> token, boolean act) throws IOException, InterruptedException {
        refusals();
        if (token.isEmpty()) {
            for (var path : new String[] {ROWS, COHORTS, JOBS}) {
                tally.skip("GET " + path, "ADMIN_TOKEN is not set");
            }
            return;
        }
        if (act) {
            job(token.get());
        } else {
            tally.skip("POST " + RUN, "it would count active users; --act does that too");
        }
        rows(token.get(), act ? MOST : 0);
        badDays(token.get());
        notModified(token.get());
        cohorts(token.get());
        jobs(token.get());
    }

    private void refusals() throws IOException, InterruptedException {
        for (var path : new String[] {ROWS, COHORTS, JOBS}) {
            tally.check(
                    "GET " + path + " without a token is refused",
                    probe.get(path),
                    answer -> answer.status(401, 503, 429).problem());
        }
        tally.check(
                "POST " + RUN + " without a token is refused",
                probe.post(RUN, Optional.empty()),
                answer -> answer.status(401, 503, 429).problem());
    }

    private void job(String token) throws IOException, InterruptedException {
        var answered = probe.post(RUN, Optional.of(token));
        for (var more = 0; more < PATIENCE && answered.code() == STILL_RUNNING; more++) {
            answered = probe.post(RUN, Optional.of(token));
        }
        tally.check(
                "POST " + RUN,
                answered,
                answer -> answer.status(200)
                        .json()
                        .oneOf("ok", "true")
                        .oneOf("job", "retention")
                        .oneOf("status", "done", "elsewhere")
                        .text("message")
                        .time("started_at")
                        .time("ended_at"));
    }

    private void rows(String token, int least) throws IOException, InterruptedException {
        tally.check(
                "GET " + ROWS,
                probe.get(ROWS, token),
                answer -> answer.status(200)
                        .json()
                        .oneOf("ok", "true")
                        .truth("ok")
                        .text("zone")
                        .date("last_finished")
                        .truth("stale")
                        .each("metrics", least, RetentionCheck::isDay)
                        .atMost("metrics", MOST)
                        .counts("count", "metrics")
                        .falling("metrics", "day"));
    }

    private static void isDay(Seen row) {
        row.date("day")
                .numberOrNull("dau", "wau", "mau", "stickiness", "new", "retained", "resurrected", "churned")
                .oneOf("state", "FINAL", "PARTIAL", "MISSING", "INCOMPLETE_WINDOW")
                .notAbove("dau", "wau")
                .notAbove("wau", "mau");
        if (row.value("state").equals("FINAL")) {
            row.integer("dau").integer("wau").integer("mau").time("computed_at");
        } else {
            row.anyNull("dau", "wau", "mau", "new");
        }
    }

    private void badDays(String token) throws IOException, InterruptedException {
        for (var path : new String[] {ROWS, COHORTS}) {
            for (var query : new String[] {"days=0", "days=9999", "days=many", "colour=blue"}) {
                tally.check(
                        "GET " + path + "?" + query + " is refused",
                        probe.get(path + "?" + query, token),
                        answer -> answer.status(400).problem().mentions(query.substring(0, query.indexOf('='))));
            }
        }
        tally.check(
                "GET " + ROWS + "?days=3",
                probe.get(ROWS + "?days=3", token),
                answer -> answer.status(200).json().atMost("metrics", 3));
    }

    private void notModified(String token) throws IOException, InterruptedException {
        var first = probe.get(ROWS, token);
        var again = probe.get(ROWS, token, "If-None-Match", first.tag());
        tally.check(
                "GET " + ROWS + " with its entity tag is not sent again",
                again,
                answer -> answer.status(304).empty().header("ETag", first.tag()));
        tally.check(
                "GET " + ROWS + " with another entity tag is sent",
                probe.get(ROWS, token, "If-None-Match", "\"another\""),
                answer -> answer.status(200).json().truth("ok"));
    }

    private void cohorts(String token) throws IOException, InterruptedException {
        tally.check(
                "GET " + COHORTS,
                probe.get(COHORTS, token),
                answer -> answer.status(200)
                        .json()
                        .oneOf("ok", "true")
                        .each("cohorts", 0, RetentionCheck::isCohort)
                        .atMost("cohorts", MOST)
                        .counts("count", "cohorts")
                        .falling("cohorts", "first_day"));
    }

    private static void isCohort(Seen cohort) {
        cohort.date("first_day").numberOrNull("size");
        for (var day : new String[] {"d1", "d7", "d30"}) {
            cohort.numberOrNull(day + "_classic", day + "_rolling")
                    .notAbove(day + "_classic", day + "_rolling")
                    .notAbove(day + "_rolling", "size");
        }
    }

    private void jobs(String token) throws IOException, InterruptedException {
        tally.check(
                "GET " + JOBS,
                probe.get(JOBS, token),
                answer -> answer.status(200)
                        .json()
                        .oneOf("ok", "true")
                        .counts("count", "jobs")
                        .each(
                                "jobs",
                                1,
                                job -> job.text("name")
                                        .oneOf("state", "idle", "running")
                                        .each(
                                                "runs",
                                                0,
                                                run -> run.text("status", "message")
                                                        .truth("ok")
                                                        .time("started_at"))));
    }
}
