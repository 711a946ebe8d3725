package ai.levqor.ops.servlet;

import static ai.levqor.ops.servlet.InContainer.header;
import static ai.levqor.ops.servlet.InContainer.json;
import static ai.levqor.ops.servlet.InContainer.withToken;
import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.engine.cost.CostReport.Missing;
import ai.levqor.ops.engine.job.JobRun.Outcome;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The route of the forecast, and its job. */
interface ForecastsCosts extends InContainer {
    String FORECAST = "/ops/cost/forecast";
    String FORECAST_JOB = "/ops/jobs/cost-forecast";

    @Test
    @DisplayName("tells the forecast with its bands, its parts and its sources, to anybody")
    default void forecast() throws Exception {
        var report = CostReports.ofTwo();
        autopilot().costs = () -> report;

        var answer = http().get(FORECAST);

        assertThat(answer.statusCode()).isEqualTo(200);
        var body = json(answer);
        assertThat(body.path("forecast_next_30d").decimalValue()).isEqualByComparingTo("180");
        assertThat(body.path("confidence_low").isNumber()).isTrue();
        assertThat(body.path("confidence_high").isNumber()).isTrue();
        assertThat(body.path("currency").textValue()).isEqualTo("usd");
        assertThat(body.path("method").textValue()).isEqualTo("median6");
        assertThat(body.path("cost_today").decimalValue()).isEqualByComparingTo("3");
        assertThat(body.path("partial").booleanValue()).isTrue();
        assertThat(body.path("computed_at").textValue()).isEqualTo("2026-03-05T12:00:00Z");
        assertThat(body.path("breakdown").findValuesAsText("kind")).containsExactly("fixed", "usage");
        assertThat(body.path("breakdown").findValuesAsText("share")).containsExactly("0.3333", "0.6667");
        assertThat(body.path("sources").toString())
                .isEqualTo("[{\"name\":\"cloud\",\"state\":\"last_good\",\"read_at\":\"2026-03-05T11:58:30Z\","
                        + "\"age_seconds\":90,\"newest_day\":\"2026-03-05\"}]");
        assertThat(body.path("path")).hasSize(30);
    }

    @ParameterizedTest
    @EnumSource(Missing.class)
    @DisplayName("without a forecast it is null and the reason is there, and that is no error: ")
    default void noForecast(Missing why) throws Exception {
        var report = CostReports.none(why);
        autopilot().costs = () -> report;

        var answer = http().get(FORECAST);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).path("forecast_next_30d").isNull()).isTrue();
        assertThat(json(answer).path("cost_today").isNull()).isTrue();
        assertThat(json(answer).path("reason").textValue()).isEqualTo(why.name().toLowerCase(Locale.ROOT));
    }

    @Test
    @DisplayName("tells a client that has the forecast already so, until there is a new one")
    default void forecastTag() throws Exception {
        var report = CostReports.ofTwo();
        var asked = new AtomicInteger();
        autopilot().costs = () -> {
            asked.incrementAndGet();
            return report;
        };
        var tag = header(http().get(FORECAST), "ETag");

        var again = http().get(FORECAST, "If-None-Match", tag);
        var none = CostReports.none(Missing.NO_HISTORY);
        autopilot().costs = () -> none;
        var changed = http().get(FORECAST, "If-None-Match", tag);

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(asked).hasValue(2);
    }

    @Test
    @DisplayName("takes no field, and is closed with the other reads")
    default void forecastRefuses() throws Exception {
        assertThat(http().get(FORECAST + "?days=7").statusCode()).isEqualTo(400);
        assertThat(http().post(FORECAST, "", withToken()).statusCode()).isEqualTo(405);

        autopilot().publicReads = false;
        mount();

        assertThat(http().get(FORECAST).statusCode()).isEqualTo(401);
        assertThat(http().get(FORECAST, withToken()).statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName("runs the job that writes the forecast, with the token")
    default void forecastJob() throws Exception {
        var runs = new AtomicInteger();
        autopilot().runForecast = () -> {
            runs.incrementAndGet();
            return ActiveUsers.run(Outcome.DONE);
        };

        assertThat(http().post(FORECAST_JOB, "").statusCode()).isEqualTo(401);
        var answer = http().post(FORECAST_JOB, "", withToken());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).path("job").textValue()).isEqualTo("cost-forecast");
        assertThat(runs).hasValue(1);
    }
}
