package ai.levqor.ops.examples.check;

import java.io.IOException;
import java.util.Optional;

/** Checks the route of the forecast, and its job. The job is run only where that was asked for. */
final class CostCheck {
    private static final String FORECAST = "/ops/cost/forecast";
    private static final String RUN = "/ops/jobs/cost-forecast";
    private static final int STILL_RUNNING = 202;

    /** How often it is waited on with a job that is not over; each time the backend waits for a while itself. */
    private static final int PATIENCE = 10;

    private final Probe probe;
    private final Tally tally;

    CostCheck(Probe probe, Tally tally) {
        this.probe = probe;
        this.tally = tally;
    }

    /** Everything that can be checked: with a run of the job if {@code act}, and the forecast it then must have. */
    void run(Optional<String> token, boolean act) throws IOException, InterruptedException {
        tally.check(
                "POST " + RUN + " without a token is refused",
                probe.post(RUN, Optional.empty()),
                answer -> answer.status(401, 503, 429).problem());
        if (token.isEmpty()) {
            tally.skip("POST " + RUN, "ADMIN_TOKEN is not set");
        } else if (act) {
            job(token.get());
        } else {
            tally.skip("POST " + RUN, "it would write the forecast to its file; --act does that too");
        }
        forecast(act && token.isPresent());
        tally.check(
                "GET " + FORECAST + "?colour=blue is refused",
                probe.get(FORECAST + "?colour=blue"),
                answer -> answer.status(400).problem().mentions("colour"));
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
                        .oneOf("job", "cost-forecast")
                        .oneOf("status", "done", "no_data")
                        .text("message")
                        .time("started_at")
                        .time("ended_at"));
    }

    private void forecast(boolean known) throws IOException, InterruptedException {
        tally.check("GET " + FORECAST, probe.get(FORECAST), answer -> {
            answer.status(200)
                    .json()
                    .oneOf("ok", "true")
                    .numberOrNull(
                            "forecast_next_30d", "confidence_low", "confidence_high", "low_95", "high_95", "cost_today")
                    .notAbove("confidence_low", "forecast_next_30d")
                    .notAbove("forecast_next_30d", "confidence_high")
                    .notAbove("low_95", "confidence_low")
                    .notAbove("confidence_high", "high_95")
                    .text("currency", "method")
                    .truth("partial")
                    .time("computed_at")
                    .each("breakdown", 0, CostCheck::isPart)
                    .each("sources", 0, source -> source.text("name").oneOf("state", "fresh", "last_good", "unread"));
            if (known) {
                answer.number("forecast_next_30d")
                        .each("breakdown", 1, CostCheck::isPart)
                        .each("path", 30, day -> day.date("day").number("cost"))
                        .atMost("path", 30);
            }
        });
    }

    private static void isPart(Seen part) {
        part.text("source", "item", "currency", "method")
                .oneOf("kind", "fixed", "usage", "fee", "loss")
                .number("last_30d")
                .numberOrNull("forecast_30d", "low", "high", "share")
                .truth("in_total");
    }
}
