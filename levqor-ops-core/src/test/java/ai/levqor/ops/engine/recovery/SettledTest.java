package ai.levqor.ops.engine.recovery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.engine.recovery.RecoveryReport.Request;
import ai.levqor.ops.engine.recovery.RecoveryState.Run;
import ai.levqor.ops.engine.recovery.StepReport.Count;
import ai.levqor.ops.engine.recovery.StepReport.Status;
import ai.levqor.ops.policy.Fact;
import ai.levqor.ops.policy.recovery.RecoveryAction;
import ai.levqor.ops.policy.recovery.RecoveryGuards;
import ai.levqor.ops.policy.recovery.RecoveryObservation.Origin;
import ai.levqor.ops.policy.recovery.RecoveryReason;
import ai.levqor.ops.spi.state.StateStore;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("What became of the last incidents for good")
class SettledTest {
    private static final Instant AT = Instant.parse("2026-03-01T12:00:00.123456789Z");
    private static final Optional<String> LONGEST_NOTE = Optional.of("\uD83D\uDE80".repeat(200));

    @Test
    @DisplayName("the newest come first, and the oldest give way")
    void newestFirst() {
        var settled = Settled.NONE;
        for (int i = 1; i <= 100; i++) {
            settled = settled.with(report("night-" + i, RecoveryOutcome.RECOVERED));
        }

        assertThat(settled.newestFirst().stream().map(RecoveryReport::incidentId))
                .startsWith("night-100", "night-99")
                .hasSizeBetween(12, Settled.MOST)
                .isSubsetOf(IntStream.rangeClosed(100 - Settled.MOST, 100)
                        .mapToObj(i -> "night-" + i)
                        .toList());
        assertThat(settled.of("night-100")).isPresent();
        assertThat(settled.of("night-1")).isEmpty();
    }

    @Test
    @DisplayName("a flood of refusals pushes no recovery out, and each name is there once")
    void refusals() {
        var settled = Settled.NONE.with(report("night-1", RecoveryOutcome.RECOVERED));
        for (int i = 0; i < 1_000; i++) {
            settled = settled.with(report("refused-" + i % 500, RecoveryOutcome.REFUSED));
        }

        assertThat(settled.of("night-1")).isPresent();
        assertThat(settled.newestFirst().stream().map(RecoveryReport::incidentId))
                .hasSize(Settled.MOST_REFUSED + 1)
                .doesNotHaveDuplicates()
                .startsWith("refused-499");
    }

    @ParameterizedTest
    @EnumSource(RecoveryOutcome.class)
    @DisplayName("only what settles a name is kept")
    void onlySettled(RecoveryOutcome outcome) {
        var report = report("night-1", outcome);

        assertThat(Settled.NONE.with(report).of("night-1").isPresent()).isEqualTo(report.settles());
    }

    @Test
    @DisplayName("the largest reports there can be leave half of a state's room free, and a few of them fit")
    void bytes() {
        var settled = Settled.NONE;
        for (int i = 0; i < 100; i++) {
            settled = settled.with(largest("n".repeat(60) + i % 64));
        }
        var state = new RecoveryState(
                RecoveryGuards.START, Optional.of(new Run("owner", AT, largest("r".repeat(64)))), settled);
        var text = new RecoveryStateCodec().encode(state);

        assertThat(settled.newestFirst()).hasSizeBetween(8, Settled.MOST);
        assertThat(text.getBytes(UTF_8)).hasSizeLessThan(StateStore.MOST_BYTES * 5 / 8);
        assertThat(new RecoveryStateCodec().decode(text)).isEqualTo(state);
    }

    @Test
    @DisplayName("a report that is too large by itself is left out, and the others stay")
    void tooLarge() {
        var settled = Settled.NONE.with(report("night-1", RecoveryOutcome.RECOVERED));
        var large = report("night-2", RecoveryOutcome.RECOVERED, Optional.empty(), Collections.nCopies(2_000, AT));

        assertThat(settled.with(large)).isEqualTo(settled);
    }

    private static RecoveryReport report(String id, RecoveryOutcome outcome) {
        return report(id, outcome, Optional.of("a note"), List.of(AT));
    }

    private static RecoveryReport largest(String id) {
        return report(id, RecoveryOutcome.INTERRUPTED, LONGEST_NOTE, List.of(AT, AT));
    }

    private static RecoveryReport report(
            String id, RecoveryOutcome outcome, Optional<String> note, List<Instant> automaticRuns) {
        return new RecoveryReport(
                id,
                AT,
                outcome.ended() ? Optional.of(AT) : Optional.empty(),
                outcome == RecoveryOutcome.PLANNED,
                new Request(Origin.WATCHDOG, note, Optional.of("r".repeat(64))),
                RecoveryReason.OBJECTIVES_MISSED,
                Collections.nCopies(5, new Fact("automatic_recoveries_last_hour", 0.1 / 3, "recoveries", 0.1 / 3)),
                new RecoveryGuards(Optional.of(AT), automaticRuns, Optional.of(AT)),
                Arrays.stream(RecoveryAction.values())
                        .map(action -> new StepReport(
                                action,
                                Status.SKIPPED,
                                "d".repeat(120),
                                IntStream.range(0, 4)
                                        .mapToObj(i -> new Count("quarantined" + i, Long.MAX_VALUE))
                                        .toList(),
                                Optional.of(AT),
                                Optional.of(AT)))
                        .toList(),
                outcome);
    }
}
