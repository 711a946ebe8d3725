package ai.levqor.ops.servlet;

import static ai.levqor.ops.servlet.InContainer.header;
import static ai.levqor.ops.servlet.InContainer.json;
import static ai.levqor.ops.servlet.InContainer.withToken;
import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.engine.job.JobRun.Outcome;
import ai.levqor.ops.engine.retention.RetentionReport;
import ai.levqor.ops.engine.retention.RetentionReport.Hint;
import ai.levqor.ops.engine.retention.RetentionRow;
import ai.levqor.ops.spi.UnavailableException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The routes about active users, and the jobs. */
interface CountsActiveUsers extends InContainer {
    String ROWS = "/admin/retention";
    String COHORTS = "/admin/retention/cohorts";
    String JOB = "/ops/jobs/retention";

    @Test
    @DisplayName("tells active users, newest day first, numbers as numbers and what is unknown as null")
    default void rows() throws Exception {
        var answer = http().get(ROWS, withToken());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
        assertThat(answer.body())
                .isEqualTo("{\"ok\":true,\"metrics\":["
                        + "{\"day\":\"2026-03-04\",\"dau\":40,\"wau\":80,\"mau\":160,\"state\":\"FINAL\","
                        + "\"computed_at\":\"2026-03-05T00:05:02Z\",\"revised_at\":\"2026-03-06T00:05:02Z\","
                        + "\"stickiness\":0.25,\"new\":10,\"retained\":25,\"resurrected\":5,\"churned\":6,"
                        + "\"quick_ratio\":2.5},"
                        + "{\"day\":\"2026-03-03\",\"dau\":null,\"wau\":null,\"mau\":null,\"state\":\"MISSING\","
                        + "\"computed_at\":null,\"revised_at\":null,\"stickiness\":null,\"new\":null,"
                        + "\"retained\":null,\"resurrected\":null,\"churned\":null,\"quick_ratio\":null},"
                        + "{\"day\":\"2026-03-02\",\"dau\":null,\"wau\":null,\"mau\":null,\"state\":\"PARTIAL\","
                        + "\"computed_at\":\"2026-03-05T00:05:02Z\",\"revised_at\":null,\"stickiness\":null,"
                        + "\"new\":null,\"retained\":null,\"resurrected\":null,\"churned\":null,"
                        + "\"quick_ratio\":null}],"
                        + "\"count\":3,\"zone\":\"Z\",\"as_of\":\"2026-03-04\",\"last_finished\":\"2026-03-04\","
                        + "\"stale\":false,\"hint\":null}");
    }

    @Test
    @DisplayName("tells a client that has the rows already so, and gives as many days as it asks for")
    default void etagAndDays() throws Exception {
        var first = http().get(ROWS, withToken());
        var tag = header(first, "ETag");

        var again = http().get(ROWS, "X-ADMIN-TOKEN", FakeAutopilot.TOKEN, "If-None-Match", tag);
        var one = http().get(ROWS + "?days=1", "X-ADMIN-TOKEN", FakeAutopilot.TOKEN, "If-None-Match", tag);
        var most = http().get(ROWS + "?days=366", withToken());

        assertThat(tag).matches("\"[0-9a-f]{24}\"");
        assertThat(header(first, "Vary")).isEqualTo("X-ADMIN-TOKEN, Authorization");
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(one.statusCode()).isEqualTo(200);
        assertThat(json(one).path("count").intValue()).isEqualTo(1);
        assertThat(json(one).path("metrics").path(0).path("day").textValue()).isEqualTo("2026-03-04");
        assertThat(most.body()).isEqualTo(first.body());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "/admin/retention?days=0,            days,  must be a whole number from 1 to 366",
        "/admin/retention?days=9999,         days,  must be a whole number from 1 to 366",
        "/admin/retention?days=367,          days,  must be a whole number from 1 to 366",
        "/admin/retention?days=-1,           days,  must be a whole number from 1 to 366",
        "/admin/retention?days=a,            days,  must be a whole number from 1 to 366",
        "/admin/retention?days=1&days=2,     days,  must be given once",
        "/admin/retention?user=7,            user,  is not a field of this route",
        "/admin/retention/cohorts?days=0,    days,  must be a whole number from 1 to 366",
        "/ops/jobs?limit=0,                  limit, must be a whole number from 1 to 50",
        "/ops/jobs?limit=51,                 limit, must be a whole number from 1 to 50",
    })
    @DisplayName("names the field and its rule: ")
    default void badFields(String path, String field, String rule) throws Exception {
        var answer = http().get(path, withToken());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).path("errors").toString())
                .isEqualTo("[{\"field\":\"" + field + "\",\"rule\":\"" + rule + "\"}]");
        assertThat(autopilot().reads).hasValue(0);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "GET, /admin/retention",
        "GET, /admin/retention/cohorts",
        "GET, /ops/jobs",
        "POST, /ops/jobs/retention",
        "POST, /ops/jobs/unknown",
    })
    @DisplayName("asks for a token: ")
    default void needsToken(String method, String path) throws Exception {
        assertThat(http().send(method, path, "").statusCode()).isEqualTo(401);
        assertThat(http().send(method, path, "", InContainer.withWrongToken()).statusCode())
                .isEqualTo(401);
        assertThat(autopilot().reads).hasValue(0);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(Hint.class)
    @DisplayName("with nothing known there is no row, and a hint at what to do: ")
    default void hints(Hint hint) throws Exception {
        autopilot().rows = days -> ActiveUsers.nothing(hint);

        var body = json(http().get(ROWS, withToken()));

        assertThat(body.path("ok").booleanValue()).isTrue();
        assertThat(body.path("count").intValue()).isZero();
        assertThat(body.path("metrics").isEmpty()).isTrue();
        assertThat(body.path("as_of").isNull()).isTrue();
        assertThat(body.path("hint").textValue()).isEqualTo(hint.sentence());
    }

    @Test
    @DisplayName("a thousand refreshes, of whatever number of days, read once; a minute or a night later once more")
    default void readOnce() throws Exception {
        for (int refresh = 0; refresh < 1_000; refresh++) {
            assertThat(http().get(ROWS + "?days=" + (1 + refresh % 40), withToken())
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(autopilot().reads).hasValue(1);

        autopilot().time.pass(Duration.ofSeconds(61));
        http().get(ROWS, withToken());
        http().get(ROWS, withToken());
        assertThat(autopilot().reads).hasValue(2);

        autopilot().changes.incrementAndGet();
        http().get(ROWS, withToken());
        http().get(ROWS, withToken());
        assertThat(autopilot().reads).hasValue(3);
    }

    @Test
    @DisplayName("while one reads, the others wait for it and read nothing themselves")
    default void oneReader() throws Exception {
        var go = new CountDownLatch(1);
        var begun = new CountDownLatch(1);
        autopilot().rows = days -> {
            begun.countDown();
            waitFor(go);
            return ActiveUsers.rows(days);
        };
        var asked = new ArrayList<CompletableFuture<HttpResponse<String>>>();
        for (int client = 0; client < 8; client++) {
            asked.add(http().sendAsync("GET", ROWS, "", withToken()));
        }
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

        go.countDown();

        for (var each : asked) {
            assertThat(each.get().statusCode()).isEqualTo(200);
        }
        assertThat(autopilot().reads).hasValue(1);
    }

    @Test
    @DisplayName("if nothing can be read, the last good answer serves, marked as stale, and is read again soon")
    default void staleWhileAway() throws Exception {
        var good = http().get(ROWS, withToken());
        autopilot().rows = days -> {
            throw new UnavailableException("away");
        };
        autopilot().time.pass(Duration.ofSeconds(61));

        var stale = http().get(ROWS, withToken());
        http().get(ROWS, withToken());

        assertThat(stale.statusCode()).isEqualTo(200);
        assertThat(stale.body()).isEqualTo(good.body().replace("\"stale\":false", "\"stale\":true"));
        assertThat(header(stale, "ETag")).isNotEqualTo(header(good, "ETag"));
        assertThat(autopilot().reads)
                .as("a source that is away is not asked by each refresh")
                .hasValue(2);
        autopilot().rows = ActiveUsers::rows;
        autopilot().time.pass(Duration.ofSeconds(6));
        assertThat(http().get(ROWS, withToken()).body()).isEqualTo(good.body());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {ROWS, COHORTS})
    @DisplayName("if nothing could ever be read, it says 503, and what to look at: ")
    default void neverRead(String path) throws Exception {
        var tries = new AtomicInteger();
        autopilot().rows = days -> {
            tries.incrementAndGet();
            throw new UnavailableException("away");
        };
        autopilot().cohorts = days -> {
            tries.incrementAndGet();
            throw new UnavailableException("away");
        };

        var answer = http().get(path, withToken());
        http().get(path, withToken());

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(json(answer).path("code").textValue()).isEqualTo("retention-unavailable");
        assertThat(json(answer).path("detail").textValue()).contains("/ops/health");
        assertThat(tries).hasValue(1);
    }

    @Test
    @DisplayName("says that it is stale if the last finished day is not counted")
    default void staleDay() throws Exception {
        autopilot().rows = days -> new RetentionReport(
                List.of(RetentionRow.missing(ActiveUsers.LAST), ActiveUsers.whole(ActiveUsers.LAST.minusDays(1), 3)),
                ActiveUsers.LAST,
                ZoneOffset.UTC,
                Optional.empty());

        var body = json(http().get(ROWS, withToken()));

        assertThat(body.path("stale").booleanValue()).isTrue();
        assertThat(body.path("as_of").textValue()).isEqualTo("2026-03-03");
        assertThat(body.path("last_finished").textValue()).isEqualTo("2026-03-04");
    }

    @Test
    @DisplayName("tells cohorts by both definitions, named, and null for a day that has not finished")
    default void cohorts() throws Exception {
        var answer = http().get(COHORTS + "?days=30", withToken());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "ETag")).isNotEmpty();
        assertThat(answer.body())
                .isEqualTo("{\"ok\":true,\"cohorts\":["
                        + "{\"first_day\":\"2026-03-01\",\"size\":12,\"d1_classic\":5,\"d7_classic\":null,"
                        + "\"d30_classic\":null,\"d1_rolling\":7,\"d7_rolling\":null,\"d30_rolling\":null},"
                        + "{\"first_day\":\"2026-02-28\",\"size\":null,\"d1_classic\":null,\"d7_classic\":null,"
                        + "\"d30_classic\":null,\"d1_rolling\":null,\"d7_rolling\":null,\"d30_rolling\":null}],"
                        + "\"count\":2,\"zone\":\"Z\",\"last_finished\":\"2026-03-04\",\"stale\":false}");
    }

    @Test
    @DisplayName("lists the jobs with how far they have come, and their last runs, newest first")
    default void jobs() throws Exception {
        var answer = http().get("/ops/jobs", withToken());
        var one = json(http().get("/ops/jobs?limit=1", withToken()));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo("{\"ok\":true,\"count\":2,\"jobs\":[{\"name\":\"retention\",\"state\":\"running\","
                        + "\"schedule\":\"00:05 UTC\",\"next\":\"2026-03-06T00:05:00Z\","
                        + "\"progress\":{\"phase\":\"counting\",\"done\":2,\"all\":3},"
                        + "\"last_success\":\"2026-03-05T00:05:04Z\",\"runs\":["
                        + "{\"ok\":true,\"status\":\"running\",\"message\":\"as told\","
                        + "\"started_at\":\"2026-03-05T00:05:02Z\",\"ended_at\":null,\"millis\":null,"
                        + "\"counts\":{\"counted\":1,\"revised\":0},"
                        + "\"progress\":{\"phase\":\"counting\",\"done\":2,\"all\":3}},"
                        + "{\"ok\":true,\"status\":\"done\",\"message\":\"as told\","
                        + "\"started_at\":\"2026-03-05T00:05:02Z\",\"ended_at\":\"2026-03-05T00:05:04Z\",\"millis\":2000,"
                        + "\"counts\":{\"counted\":1,\"revised\":0},"
                        + "\"progress\":{\"phase\":\"counting\",\"done\":2,\"all\":3}}],\"fires\":[]},"
                        + "{\"name\":\"cost-forecast\",\"state\":\"idle\",\"schedule\":null,\"next\":null,"
                        + "\"progress\":null,\"last_success\":null,\"runs\":[],\"fires\":[]}"
                        + "]}");
        assertThat(one.path("jobs").path(0).path("runs")).hasSize(1);
    }

    @ParameterizedTest(name = "{0} gets {1}")
    @CsvSource({"DONE,200", "ELSEWHERE,200", "NO_DATA,200", "SKIPPED,200", "RUNNING,202", "FAILED,503", "TIMED_OUT,503"
    })
    @DisplayName("runs the job by hand, and answers each outcome with its status: ")
    default void runsJob(Outcome outcome, int status) throws Exception {
        autopilot().runJob = () -> ActiveUsers.run(outcome);

        var answer = http().post(JOB, "", withToken());

        assertThat(answer.statusCode()).isEqualTo(status);
        if (status == 503) {
            assertThat(json(answer).path("code").textValue()).isEqualTo("job-failed");
        } else {
            assertThat(json(answer).path("job").textValue()).isEqualTo("retention");
            assertThat(json(answer).path("ok").booleanValue()).isTrue();
            assertThat(json(answer).path("status").textValue())
                    .isEqualTo(outcome.name().toLowerCase(Locale.ROOT));
            assertThat(json(answer).path("counts").path("counted").intValue()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("runs a job once for one key, and again for a failed one")
    default void jobKey() throws Exception {
        var runs = new AtomicInteger();
        autopilot().runJob = () -> ActiveUsers.run(runs.incrementAndGet() == 1 ? Outcome.FAILED : Outcome.DONE);

        var failed = http().post(JOB, "", "X-ADMIN-TOKEN", FakeAutopilot.TOKEN, "Idempotency-Key", "night-1");
        var done = http().post(JOB, "", "X-ADMIN-TOKEN", FakeAutopilot.TOKEN, "Idempotency-Key", "night-1");
        var again = http().post(JOB, "", "X-ADMIN-TOKEN", FakeAutopilot.TOKEN, "Idempotency-Key", "night-1");

        assertThat(failed.statusCode()).isEqualTo(503);
        assertThat(again.body()).isEqualTo(done.body());
        assertThat(header(again, "Idempotency-Replayed")).isEqualTo("true");
        assertThat(runs).hasValue(2);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"/ops/jobs/watchdogs", "/ops/jobs/Retention", "/ops/jobs/%72etention", "/ops/jobs/*"})
    @DisplayName("a job that there is not is told so: ")
    default void unknownJob(String path) throws Exception {
        autopilot().runJob = () -> {
            throw new AssertionError("nobody asked for it");
        };

        var answer = http().post(path, "", withToken());

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(json(answer).path("code").textValue()).isEqualTo("no-such-job");
    }

    @Test
    @DisplayName("takes one field for a job, and no GET; what is further down is the host's")
    default void jobRules() throws Exception {
        var field = http().post(JOB + "?days=3", "", withToken());
        var get = http().get(JOB, withToken());

        assertThat(field.statusCode()).isEqualTo(400);
        assertThat(get.statusCode()).isEqualTo(405);
        assertThat(header(get, "Allow")).isEqualTo("POST, OPTIONS");
        for (var path : List.of("/ops/jobs/", "/ops/jobs/retention/", "/ops/jobs/a/b", "/admin/retention/", "/admin")) {
            assertThat(http().get(path).body()).isEqualTo("host:" + path + " REQUEST");
        }
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
