package ai.levqor.ops.servlet;

import static ai.levqor.ops.servlet.InContainer.header;
import static ai.levqor.ops.servlet.InContainer.json;
import static ai.levqor.ops.servlet.InContainer.withToken;
import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.engine.recovery.RecoveryOutcome;
import ai.levqor.ops.engine.recovery.RecoveryReport;
import ai.levqor.ops.engine.recovery.RecoveryRequest;
import ai.levqor.ops.engine.recovery.RecoveryWhatIf;
import ai.levqor.ops.engine.recovery.StepReport.Status;
import ai.levqor.ops.policy.recovery.RecoveryReason;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The routes about incidents. */
interface RecoversIncidents extends InContainer {

    @Test
    @DisplayName("recovers, and says what called for it and what became of each step")
    default void recovers() throws Exception {
        var answer = recover("", "{\"reason\":\"the queue is stuck\",\"incident_id\":\"night-1\"}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
        var body = json(answer);
        assertThat(body.path("ok").booleanValue()).isTrue();
        assertThat(body.path("recovered").booleanValue()).isTrue();
        assertThat(body.path("dry_run").booleanValue()).isFalse();
        assertThat(body.path("incident_id").textValue()).isEqualTo("night-1");
        assertThat(body.path("outcome").textValue()).isEqualTo("recovered");
        assertThat(body.path("message").textValue()).startsWith("recovered: error rate 2 % above its limit");
        assertThat(body.path("timestamp").textValue()).isEqualTo("2026-03-05T09:10:11.123Z");
        assertThat(body.path("trigger").toString())
                .isEqualTo("{\"origin\":\"manual\",\"reason\":\"error_rate\",\"called_for\":true,\"error_rate\":0.02,"
                        + "\"failures_last_5m\":12,\"note\":\"the queue is stuck\",\"resumes\":null}");
        assertThat(body.path("actions").toString())
                .isEqualTo("[{\"action\":\"redrive\",\"status\":\"done\",\"detail\":\"12 jobs go to the retry queue\","
                        + "\"counts\":{\"moved\":12}},{\"action\":\"rotate_process\",\"status\":\"skipped\","
                        + "\"detail\":\"NEW_QUEUE_ENABLED is off\",\"counts\":{}}]");
    }

    @Test
    @DisplayName("plans by body or by query, with signals of the caller's own")
    default void plans() throws Exception {
        var asked = new CopyOnWriteArrayList<RecoveryWhatIf>();
        autopilot().plan = (request, instead) -> {
            asked.add(instead);
            return Reports.planned(request, instead);
        };

        var byBody = recover("", "{\"dry_run\":true,\"error_rate\":0.5,\"failures_last_5m\":7}");
        var byQuery = recover("?dry_run=true&error_rate=0.5&failures_last_5m=7", "");
        var mixed = recover("?dry_run=true", "{\"error_rate\":0.5,\"failures_last_5m\":7}");

        assertThat(List.of(byBody.statusCode(), byQuery.statusCode(), mixed.statusCode()))
                .containsOnly(200);
        assertThat(json(byBody).path("dry_run").booleanValue()).isTrue();
        assertThat(json(byBody).path("recovered").booleanValue()).isFalse();
        assertThat(json(byBody).path("actions").path(0).path("status").textValue())
                .isEqualTo("would_do");
        assertThat(asked).hasSize(3).containsOnly(new RecoveryWhatIf(OptionalDouble.of(0.5), OptionalLong.of(7)));
    }

    @Test
    @DisplayName("the live signals are taken in a real run, and nothing is invented")
    default void nothingReplaced() throws Exception {
        autopilot().plan = (request, instead) -> {
            throw new AssertionError("nobody asked for a plan");
        };

        assertThat(recover("?dry_run=false", "").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "''                       | {\"error_rate\":0.5}                  | error_rate",
                "?failures_last_5m=3      | ''                                    | failures_last_5m",
                "?dry_run=true            | {\"error_rate\":1.5}                  | error_rate",
                "?dry_run=true            | {\"error_rate\":-1}                   | error_rate",
                "?dry_run=true            | {\"failures_last_5m\":-1}             | failures_last_5m",
                "?dry_run=true            | {\"failures_last_5m\":1.5}            | failures_last_5m",
                "?dry_run=yes             | ''                                    | dry_run",
                "?dry_run=true            | {\"dry_run\":true}                    | dry_run",
                "?dryrun=true             | ''                                    | dryrun",
                "''                       | {\"incident_id\":\"a b\"}             | incident_id",
                "''                       | {\"incident_id\":\"-a\"}              | incident_id",
                "''                       | {\"reason\":\"two\\nlines\"}          | reason",
                "''                       | {\"resume\":\"\"}                     | resume",
                "''                       | {\"actions\":[]}                      | actions",
            })
    @DisplayName("refuses a field that breaks its rule, by name, and recovers nothing: ")
    default void refuses(String query, String body, String field) throws Exception {
        autopilot().recover = request -> {
            throw new AssertionError("nobody asked for a recovery");
        };

        var answer = recover(query, body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).path("errors").path(0).path("field").textValue())
                .isEqualTo(field);
    }

    @Test
    @DisplayName("the same Idempotency-Key is the same incident, and another key another one")
    default void keyed() throws Exception {
        var first = json(recover("", "", "Idempotency-Key", "key-1"));
        var quoted = json(recover("", "", "Idempotency-Key", "\"key-1\""));
        var other = json(recover("", "", "Idempotency-Key", "key-2"));
        var named = json(recover("", "{\"incident_id\":\"night-1\"}", "Idempotency-Key", "key-1"));

        var id = first.path("incident_id").textValue();
        assertThat(id).matches("key-[0-9a-f]{32}");
        assertThat(quoted.path("incident_id").textValue()).isEqualTo(id);
        assertThat(other.path("incident_id").textValue()).isNotEqualTo(id).matches("key-[0-9a-f]{32}");
        assertThat(named.path("incident_id").textValue()).isEqualTo("night-1");
    }

    @Test
    @DisplayName("an incident that was asked for in other words before is refused")
    default void otherWords() throws Exception {
        autopilot().recover = request -> Reports.recovered(
                new RecoveryRequest(request.incidentId(), Optional.of("other words"), Optional.empty()));

        var answer = recover("", "{\"incident_id\":\"night-1\",\"reason\":\"my words\"}");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(json(answer).path("code").textValue()).isEqualTo("incident-id-reused");
    }

    @Test
    @DisplayName("a recovery that a guard refuses was called for all the same, and one that nothing needs was not")
    default void calledFor() throws Exception {
        autopilot().plan =
                (request, instead) -> with(Reports.planned(request, instead), RecoveryReason.AUTORECOVER_OFF);
        var refused = json(recover("?dry_run=true", ""));
        autopilot().plan = (request, instead) -> with(Reports.planned(request, instead), RecoveryReason.NOT_NEEDED);
        var idle = json(recover("?dry_run=true", ""));

        assertThat(refused.path("trigger").path("called_for").booleanValue()).isTrue();
        assertThat(idle.path("trigger").path("called_for").booleanValue()).isFalse();
    }

    @Test
    @DisplayName("a recovery that takes longer is accepted, and shows how far it has come")
    default void takesLonger() throws Exception {
        autopilot().recover = request -> Reports.recovery(request, false, RecoveryOutcome.RUNNING, Status.RUNNING);

        var answer = recover("", "");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(json(answer).path("recovered").booleanValue()).isFalse();
        assertThat(json(answer).path("actions").path(0).path("status").textValue())
                .isEqualTo("running");
    }

    @Test
    @DisplayName("a second recovery at the same time is a conflict, a store that is away is unavailable")
    default void cannot() throws Exception {
        autopilot().recover = request -> with(Reports.recovered(request), RecoveryReason.ALREADY_RUNNING);
        var busy = recover("", "");
        autopilot().recover = request -> Reports.recovery(request, false, RecoveryOutcome.STORE_FAILED, Status.SKIPPED);
        var away = recover("", "");

        assertThat(busy.statusCode()).isEqualTo(409);
        assertThat(json(busy).path("code").textValue()).isEqualTo("recovery-under-way");
        assertThat(away.statusCode()).isEqualTo(503);
        assertThat(json(away).path("code").textValue()).isEqualTo("store-failed");
    }

    @Test
    @DisplayName("opens the latch, and says whether it was closed")
    default void releases() throws Exception {
        var closed = http().post("/ops/recover/release", "", withToken());
        autopilot().release = () -> Optional.of(false);
        var open = http().post("/ops/recover/release", "", withToken());
        autopilot().release = Optional::empty;
        var away = http().post("/ops/recover/release", "", withToken());

        assertThat(json(closed).path("released").booleanValue()).isTrue();
        assertThat(json(open).path("released").booleanValue()).isFalse();
        assertThat(json(open).path("ok").booleanValue()).isTrue();
        assertThat(away.statusCode()).isEqualTo(503);
    }

    @Test
    @DisplayName("cancels what is under way, and says if nothing is")
    default void cancels() throws Exception {
        var nothing = http().post("/ops/recover/cancel", "", withToken());
        autopilot().cancel = () ->
                Optional.of(Reports.recovery(RecoveryRequest.PLAIN, false, RecoveryOutcome.CANCELLED, Status.SKIPPED));
        var something = http().post("/ops/recover/cancel", "", withToken());

        assertThat(json(nothing).path("cancelled").booleanValue()).isFalse();
        assertThat(json(something).path("cancelled").booleanValue()).isTrue();
        assertThat(json(something).path("incident").path("outcome").textValue()).isEqualTo("cancelled");
    }

    @Test
    @DisplayName("lists the incidents, so many at the most")
    default void lists() throws Exception {
        var answer = http().get("/ops/incidents?limit=7", withToken());
        var usual = http().get("/ops/incidents", withToken());
        var tooMany = http().get("/ops/incidents?limit=501", withToken());

        assertThat(json(answer).path("count").intValue()).isEqualTo(1);
        assertThat(json(answer).path("incidents").path(0).path("incident_id").textValue())
                .isEqualTo("inc-1");
        assertThat(autopilot().limits).containsExactly(7, 50);
        assertThat(usual.statusCode()).isEqualTo(200);
        assertThat(tooMany.statusCode()).isEqualTo(400);
    }

    @Test
    @DisplayName("none of these routes answers without a token")
    default void needsToken() throws Exception {
        var statuses = List.of(
                http().post("/ops/recover", "").statusCode(),
                http().post("/ops/recover?dry_run=true", "").statusCode(),
                http().post("/ops/recover/release", "").statusCode(),
                http().post("/ops/recover/cancel", "").statusCode(),
                http().get("/ops/incidents").statusCode());

        assertThat(statuses).containsOnly(401);
        assertThat(http().get("/ops/recover", withToken()).statusCode()).isEqualTo(405);
    }

    private HttpResponse<String> recover(String query, String body, String... headers) throws Exception {
        var all = new ArrayList<>(List.of(withToken()));
        all.addAll(List.of(headers));
        if (!body.isEmpty()) {
            all.addAll(List.of("Content-Type", "application/json"));
        }
        return http().post("/ops/recover" + query, body, all.toArray(String[]::new));
    }

    private static RecoveryReport with(RecoveryReport report, RecoveryReason reason) {
        return new RecoveryReport(
                report.incidentId(),
                report.at(),
                report.endedAt(),
                report.dryRun(),
                report.request(),
                reason,
                report.facts(),
                report.guards(),
                report.steps(),
                RecoveryOutcome.REFUSED);
    }
}
