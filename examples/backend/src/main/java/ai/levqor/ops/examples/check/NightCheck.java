package ai.levqor.ops.examples.check;

import java.io.IOException;
import java.util.Optional;

/**
 * Checks the jobs and the integrity check. A job is run only where that was asked for; the integrity check changes nothing,
 * but is run there only, too: it looks at every part of the backend.
 */
final class NightCheck {
    private static final String JOBS = "/ops/jobs";
    private static final String SUMMARY = "/ops/jobs/ops-summary";
    private static final String VERIFY = "/ops/verify";

    private final Probe probe;
    private final Tally tally;

    NightCheck(Probe probe, Tally tally) {
        this.probe = probe;
        this.tally = tally;
    }

    /** Everything that can be checked: with a run of the summary and of the integrity check if {@code act}. */
    void run(Optional<String> token, boolean act) throws IOException, InterruptedException {
        for (var path : new String[] {VERIFY, SUMMARY}) {
            tally.check(
                    "POST " + path + " without a token is refused",
                    probe.post(path, Optional.empty()),
                    answer -> answer.status(401, 503, 429).problem());
        }
        if (token.isEmpty()) {
            tally.skip("GET " + JOBS + " and " + VERIFY, "ADMIN_TOKEN is not set");
            return;
        }
        jobs(token.get());
        if (act) {
            act(token);
        } else {
            tally.skip("POST " + VERIFY, "it looks at every part of the backend; --act does that too");
        }
        tally.check(
                "GET " + VERIFY,
                probe.get(VERIFY, token.get()),
                answer -> answer.status(200).json().each("checks", act ? 1 : 0, NightCheck::isCheck));
    }

    private void jobs(String token) throws IOException, InterruptedException {
        tally.check(
                "GET " + JOBS,
                probe.get(JOBS, token),
                answer -> answer.status(200)
                        .json()
                        .oneOf("ok", "true")
                        .each(
                                "jobs",
                                6,
                                job -> job.text("name")
                                        .oneOf("state", "idle", "running")
                                        .each(
                                                "fires",
                                                0,
                                                fire -> fire.text("id")
                                                        .time("at")
                                                        .oneOf(
                                                                "state",
                                                                "running",
                                                                "done",
                                                                "failed",
                                                                "skipped",
                                                                "missed",
                                                                "abandoned"))));
        tally.check(
                "POST " + SUMMARY + "?dry_run=true",
                probe.post(SUMMARY + "?dry_run=true", Optional.of(token)),
                answer -> answer.status(200)
                        .json()
                        .oneOf("ok", "true")
                        .oneOf("dry_run", "true")
                        .text("message"));
        tally.check(
                "POST " + JOBS + "/tea is refused",
                probe.post(JOBS + "/tea", Optional.of(token)),
                answer -> answer.status(404).problem());
    }

    private void act(Optional<String> token) throws IOException, InterruptedException {
        tally.check(
                "POST " + SUMMARY,
                probe.post(SUMMARY, token),
                answer -> answer.status(200)
                        .json()
                        .oneOf("ok", "true")
                        .oneOf("status", "done")
                        .text("message"));
        tally.check(
                "POST " + VERIFY,
                probe.post(VERIFY, token),
                answer -> answer.status(200)
                        .json()
                        .oneOf("ok", "true")
                        .number("millis")
                        .time("computed_at")
                        .each("checks", 15, NightCheck::isCheck));
    }

    private static void isCheck(Seen check) {
        check.text("name", "detail")
                .oneOf("status", "passed", "skipped", "failed")
                .number("millis");
    }
}
