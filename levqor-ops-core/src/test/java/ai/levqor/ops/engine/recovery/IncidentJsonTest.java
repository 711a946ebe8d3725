package ai.levqor.ops.engine.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.levqor.ops.engine.recovery.RecoveryReport.Request;
import ai.levqor.ops.engine.recovery.RecoveryState.Run;
import ai.levqor.ops.engine.recovery.StepReport.Count;
import ai.levqor.ops.engine.recovery.StepReport.Status;
import ai.levqor.ops.policy.Fact;
import ai.levqor.ops.policy.recovery.RecoveryAction;
import ai.levqor.ops.policy.recovery.RecoveryGuards;
import ai.levqor.ops.policy.recovery.RecoveryObservation.Origin;
import ai.levqor.ops.policy.recovery.RecoveryReason;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class IncidentJsonTest {
    private static final Instant AT = Instant.parse("2026-03-01T12:00:00.123456789Z");

    private final RecoveryStateCodec codec = new RecoveryStateCodec();

    @ParameterizedTest
    @EnumSource(RecoveryOutcome.class)
    @DisplayName("an incident that is read back is the one that was written, with every outcome there is")
    void incident(RecoveryOutcome outcome) throws Exception {
        var report = report(outcome);

        var line = IncidentJson.incident(report).toString();

        assertThat(IncidentJson.incident(new ObjectMapper().readTree(line))).isEqualTo(report);
    }

    @ParameterizedTest
    @EnumSource(RecoveryReason.class)
    @DisplayName("and with every reason there is, each of which has its words")
    void reason(RecoveryReason reason) throws Exception {
        var some = report(RecoveryOutcome.REFUSED);
        var report = new RecoveryReport(
                some.incidentId(),
                some.at(),
                some.endedAt(),
                some.dryRun(),
                some.request(),
                reason,
                some.facts(),
                some.guards(),
                some.steps(),
                some.outcome());

        var line = IncidentJson.incident(report).toString();

        assertThat(IncidentJson.incident(new ObjectMapper().readTree(line))).isEqualTo(report);
        assertThat(RecoveryWords.of(report)).startsWith("nothing was done: ").hasSizeGreaterThan(25);
    }

    @Test
    @DisplayName("a line of the log says what a person looks for")
    void line() {
        var line = IncidentJson.incident(report(RecoveryOutcome.PARTLY));

        assertThat(line.toString())
                .startsWith("{\"incident_id\":\"night-1\",\"at\":\"2026-03-01T12:00:00.123456789Z\",")
                .contains("\"dry_run\":false,\"outcome\":\"partly\",\"recovered\":false")
                .contains("\"trigger\":{\"origin\":\"watchdog\",\"reason\":\"error_rate\",\"note\":\"a note\"")
                .contains("{\"action\":\"redrive\",\"status\":\"done\",\"detail\":\"moved\",\"counts\":{\"found\":5,"
                        + "\"moved\":4},\"begun_at\":");
    }

    @Test
    @DisplayName("what recoveries remember is read back as it was written")
    void state() {
        var idle = RecoveryState.START;
        var busy = new RecoveryState(
                new RecoveryGuards(Optional.of(AT), List.of(AT.minusSeconds(9), AT), Optional.of(AT)),
                Optional.of(new Run("me", AT, report(RecoveryOutcome.RUNNING))),
                Settled.NONE.with(report(RecoveryOutcome.RECOVERED)));

        assertThat(codec.decode(codec.encode(idle))).isEqualTo(idle);
        assertThat(codec.decode(codec.encode(busy))).isEqualTo(busy);
    }

    @Test
    @DisplayName("a state from before what is settled was kept there is read, and nothing is settled in it")
    void olderState() {
        var text =
                "{\"guards\":{\"last_run\":\"" + AT + "\",\"automatic_runs\":[]},\"run\":{\"owner\":\"me\",\"beat\":\""
                        + AT + "\",\"report\":" + IncidentJson.incident(report(RecoveryOutcome.RUNNING)) + "}}";

        assertThat(codec.decode(text))
                .isEqualTo(new RecoveryState(
                        new RecoveryGuards(Optional.of(AT), List.of(), Optional.empty()),
                        Optional.of(new Run("me", AT, report(RecoveryOutcome.RUNNING))),
                        Settled.NONE));
        assertThat(codec.decode("{\"guards\":{\"automatic_runs\":[]}}")).isEqualTo(RecoveryState.START);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"guards\":1}",
                "{\"guards\":{\"automatic_runs\":[1]}}",
                "{\"guards\":{\"automatic_runs\":[]},\"settled\":[{}]}",
                "gar{bage"
            })
    @DisplayName("text that is no state is refused")
    void garbage(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> codec.decode(text));
    }

    private static RecoveryReport report(RecoveryOutcome outcome) {
        return new RecoveryReport(
                "night-1",
                AT,
                outcome.ended() ? Optional.of(AT.plusSeconds(3)) : Optional.empty(),
                outcome == RecoveryOutcome.PLANNED,
                new Request(Origin.WATCHDOG, Optional.of("a note"), Optional.of("night-0")),
                RecoveryReason.ERROR_RATE,
                List.of(new Fact("error_rate", 0.1, "ratio", 0.01), new Fact("dead_letters", 5, "jobs", Fact.NO_LIMIT)),
                new RecoveryGuards(Optional.of(AT), List.of(AT), Optional.empty()),
                List.of(
                        new StepReport(
                                RecoveryAction.REDRIVE,
                                Status.DONE,
                                "moved",
                                List.of(new Count("found", 5), new Count("moved", 4)),
                                Optional.of(AT),
                                Optional.of(AT.plusSeconds(1))),
                        StepReport.of(RecoveryAction.RESTART_WORKERS, Status.PENDING, "replace the workers"),
                        StepReport.of(RecoveryAction.ROTATE_PROCESS, Status.SKIPPED, "off")),
                outcome);
    }
}
