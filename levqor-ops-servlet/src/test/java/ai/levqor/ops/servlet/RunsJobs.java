package ai.levqor.ops.servlet;

import static ai.levqor.ops.servlet.InContainer.json;
import static ai.levqor.ops.servlet.InContainer.withToken;
import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.engine.job.Job.Ending;
import ai.levqor.ops.engine.job.JobRun.Count;
import ai.levqor.ops.engine.job.JobRun.Outcome;
import ai.levqor.ops.engine.verify.Finding;
import ai.levqor.ops.engine.verify.IntegrityReport;
import ai.levqor.ops.engine.verify.IntegrityReport.Checked;
import ai.levqor.ops.spi.state.Fire;
import ai.levqor.ops.spi.state.FireStore.Entry;
import ai.levqor.ops.spi.state.FireStore.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The jobs' times, and their dry runs. */
interface RunsJobs extends InContainer {
    String JOBS = "/ops/jobs";
    Instant MIDNIGHT = Instant.parse("2026-11-25T00:05:00Z");

    @Test
    @DisplayName("tells when each job runs, and what became of its times")
    default void times() throws Exception {
        autopilot().fires =
                Optional.of(List.of(entry(MIDNIGHT, State.DONE), entry(MIDNIGHT.minusSeconds(86_400), State.MISSED)));

        var answer = json(http().get(JOBS + "?limit=1", withToken()));

        var daily = answer.path("jobs").get(0);
        assertThat(daily.path("schedule").textValue()).isEqualTo("00:05 UTC");
        assertThat(daily.path("next").textValue()).endsWith("T00:05:00Z");
        assertThat(daily.path("fires")).hasSize(1);
        assertThat(daily.path("fires").get(0).path("id").textValue()).isEqualTo("retention@2026-11-25T00:05:00Z");
        assertThat(daily.path("fires").get(0).path("state").textValue()).isEqualTo("done");
        assertThat(daily.path("runs").get(0).path("millis").isNull()).isTrue();
    }

    @Test
    @DisplayName("a job that only runs when asked has no next time, and a store that is away no fires, not none")
    default void timesUnknown() throws Exception {
        autopilot().fires = Optional.empty();

        var answer = json(http().get(JOBS, withToken()));

        assertThat(answer.path("jobs").get(0).path("fires").isNull()).isTrue();
        assertThat(answer.path("jobs").get(1).path("schedule").isNull()).isTrue();
        assertThat(answer.path("jobs").get(1).path("next").isNull()).isTrue();
        assertThat(answer.path("jobs").get(1).path("fires")).isEmpty();
    }

    @Test
    @DisplayName("a dry run says what a run would do, and runs nothing")
    default void dryRunOfJob() throws Exception {
        autopilot().runJob = () -> {
            throw new AssertionError("nobody asked for a run");
        };
        autopilot().rehearse =
                name -> Optional.of(new Ending(Outcome.DONE, "would count " + name, List.of(new Count("days", 2))));

        var answer = http().post("/ops/jobs/retention?dry_run=true", "", withToken());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).path("dry_run").booleanValue()).isTrue();
        assertThat(json(answer).path("message").textValue()).isEqualTo("would count retention");
        assertThat(json(answer).path("counts").path("days").intValue()).isEqualTo(2);
    }

    @Test
    @DisplayName("a job without a dry run says so, and a wrong word for it is refused")
    default void noDryRunOfJob() throws Exception {
        var none = http().post("/ops/jobs/retention?dry_run=true", "", withToken());
        var wrong = http().post("/ops/jobs/retention?dry_run=yes", "", withToken());

        assertThat(none.statusCode()).isEqualTo(422);
        assertThat(json(none).path("code").textValue()).isEqualTo("no-dry-run");
        assertThat(wrong.statusCode()).isEqualTo(400);
    }

    @Test
    @DisplayName("the integrity check is run with the token, and its last answer is told; a failing check is an answer")
    default void verify() throws Exception {
        var none = http().get("/ops/verify", withToken());
        autopilot().runVerify = () -> {
            autopilot().verified = Optional.of(report());
            return ActiveUsers.run(Outcome.FAILED);
        };

        var run = http().post("/ops/verify", "", withToken());
        var last = http().get("/ops/verify", withToken());

        assertThat(json(none).path("ok").isNull()).isTrue();
        assertThat(http().post("/ops/verify", "").statusCode()).isEqualTo(401);
        assertThat(http().get("/ops/verify").statusCode()).isEqualTo(401);
        assertThat(run.statusCode()).isEqualTo(200);
        assertThat(json(run).path("ok").booleanValue()).isFalse();
        assertThat(json(run).path("checks").get(0).path("name").textValue()).isEqualTo("disk");
        assertThat(json(run).path("checks").get(0).path("status").textValue()).isEqualTo("failed");
        assertThat(json(run).path("checks").get(0).path("millis").isNumber()).isTrue();
        assertThat(json(last)).isEqualTo(json(run));
    }

    private static IntegrityReport report() {
        var at = ActiveUsers.COUNTED.plusSeconds(1);
        return new IntegrityReport(
                at,
                at.plusSeconds(1),
                Duration.ofSeconds(1),
                List.of(new Checked("disk", Finding.failed("12 MB left"), Duration.ofMillis(3))));
    }

    private static Entry entry(Instant at, State state) {
        return new Entry(new Fire("retention", at), "one", state, "as told", at, Optional.of(at.plusSeconds(2)));
    }
}
