package ai.levqor.ops.servlet.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.levqor.ops.engine.job.JobProgress;
import ai.levqor.ops.engine.job.JobRun;
import ai.levqor.ops.engine.job.JobRun.Outcome;
import ai.levqor.ops.engine.verify.Finding;
import ai.levqor.ops.engine.verify.IntegrityReport;
import ai.levqor.ops.engine.verify.IntegrityReport.Checked;
import ai.levqor.ops.servlet.http.Call;
import ai.levqor.ops.servlet.http.Fields;
import ai.levqor.ops.servlet.http.OpsRequest;
import ai.levqor.ops.servlet.http.OpsResponse;
import ai.levqor.ops.servlet.http.ProblemException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class VerifyHandlerTest {
    private static final Instant BEGAN = Instant.parse("2026-03-05T03:00:00.123456Z");
    private static final Instant ENDED = BEGAN.plusMillis(1_500);

    private final AtomicInteger runs = new AtomicInteger();
    private Optional<IntegrityReport> last = Optional.empty();
    private Outcome outcome = Outcome.DONE;

    private final VerifyHandler handler = new VerifyHandler(new VerifyDesk(this::run, () -> last));

    @Test
    @DisplayName("before the first run nothing is known, which is no error, and the answer says what to do")
    void never() throws Exception {
        var answer = ask("GET");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(json(answer).path("ok").isNull()).isTrue();
        assertThat(json(answer).path("status").asText()).isEqualTo("never");
        assertThat(json(answer).path("checks").isArray()).isTrue();
        assertThat(json(answer).path("checks")).isEmpty();
        assertThat(json(answer).path("hint").asText()).contains("POST");
        assertThat(runs).hasValue(0);
    }

    @Test
    @DisplayName("a POST makes the checks and tells each with its status, its detail and its time")
    void passed() throws Exception {
        last = report(Finding.passed("answers"), Finding.skipped("there is none"));

        var answer = ask("POST");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(runs).hasValue(1);
        assertThat(json(answer).toString())
                .isEqualTo("{\"ok\":true,\"status\":\"passed\",\"started_at\":\"2026-03-05T03:00:00.123Z\","
                        + "\"computed_at\":\"2026-03-05T03:00:01.623Z\",\"millis\":1500,\"failing\":[],\"checks\":["
                        + "{\"name\":\"one\",\"status\":\"passed\",\"detail\":\"answers\",\"millis\":7},"
                        + "{\"name\":\"two\",\"status\":\"skipped\",\"detail\":\"there is none\",\"millis\":7}],"
                        + "\"hint\":null}");
    }

    @Test
    @DisplayName("checks that have failed are an answer and no error: 200, and ok is false")
    void failed() throws Exception {
        outcome = Outcome.FAILED;
        last = report(Finding.failed("late"), Finding.passed("answers"));

        var answer = ask("POST");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(json(answer).path("ok").booleanValue()).isFalse();
        assertThat(json(answer).path("ok").isBoolean()).isTrue();
        assertThat(json(answer).path("failing").toString()).isEqualTo("[\"one\"]");
        assertThat(ask("GET").body()).isEqualTo(answer.body());
    }

    @Test
    @DisplayName("a run that takes long is 202, and not told from the run before")
    void running() throws Exception {
        last = report(Finding.passed(""), Finding.passed(""));
        outcome = Outcome.RUNNING;

        var answer = ask("POST");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(json(answer).path("ok").isNull()).isTrue();
        assertThat(json(answer).path("status").asText()).isEqualTo("running");
        assertThat(json(answer).path("checks")).isEmpty();
    }

    @Test
    @DisplayName("a run that was cut short is 503, whatever the run before has found")
    void cutShort() {
        outcome = Outcome.FAILED;
        last = report(Finding.passed(""), Finding.passed(""))
                .map(it -> new IntegrityReport(BEGAN.minusSeconds(86_400), ENDED, it.took(), it.checks()));

        assertThatThrownBy(() -> ask("POST"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.problem().status()).isEqualTo(503));
    }

    @Test
    @DisplayName("no field is taken")
    void noFields() {
        var fields = new Fields(Map.of("check", "queue"), Set.of());

        assertThatThrownBy(() -> handler.handle(new Call(request("POST"), fields, Fields.NONE)))
                .isInstanceOf(ProblemException.class);
        assertThat(runs).hasValue(0);
    }

    private JobRun run() {
        runs.incrementAndGet();
        return new JobRun(
                BEGAN,
                outcome.ended() ? Optional.of(ENDED) : Optional.empty(),
                outcome,
                "any",
                List.of(),
                new JobProgress("checking", 1, 2));
    }

    private static Optional<IntegrityReport> report(Finding one, Finding two) {
        var each = Duration.ofMillis(7);
        return Optional.of(new IntegrityReport(
                BEGAN,
                ENDED,
                Duration.ofMillis(1_500),
                List.of(new Checked("one", one, each), new Checked("two", two, each))));
    }

    private OpsResponse ask(String method) {
        return handler.handle(new Call(request(method), Fields.NONE, Fields.NONE));
    }

    private static OpsRequest request(String method) {
        return new OpsRequest(method, "/ops/verify", null, name -> null, () -> "client", InputStream::nullInputStream);
    }

    private static JsonNode json(OpsResponse answer) throws Exception {
        return new JsonMapper().readTree(answer.body());
    }
}
