package ai.levqor.ops.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.engine.verify.Check;
import ai.levqor.ops.engine.verify.Finding;
import ai.levqor.ops.engine.verify.Finding.Status;
import ai.levqor.ops.engine.verify.ReplayCheck;
import ai.levqor.ops.policy.scale.StepPolicy;
import ai.levqor.ops.policy.scale.StepSettings;
import ai.levqor.ops.policy.scale.StepSettings.CostGuard;
import ai.levqor.ops.policy.scale.StepSettings.Limits;
import ai.levqor.ops.store.JsonLog;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecisionReplayTest {
    private static final StepSettings SETTINGS =
            StepSettings.DEFAULTS.with(CostGuard.of(new BigDecimal("33.330"), "usd"));

    private final Path file;
    private final FakeBackend backend = new FakeBackend();

    DecisionReplayTest(@TempDir Path folder) {
        this.file = folder.resolve("decisions.jsonl");
    }

    @BeforeEach
    void recordTwoStepsUp() {
        var log = new JsonLog(file);
        backend.step = SETTINGS;
        backend.log = log::append;
        backend.queue = () -> backend.depth(11);
        backend.spend = Optional.of(() -> backend.spent("1e1"));
        backend.enable();
        try (var engine = backend.engine()) {
            engine.tick();
            backend.time.pass(Duration.ofSeconds(30).plusNanos(7));
            engine.tick();
        }
    }

    @Test
    @DisplayName("what a loop has recorded is derived again, bit for bit")
    void same() throws Exception {
        var finding = look(SETTINGS);

        assertThat(finding).isEqualTo(Finding.passed("2 decisions derived again"));
        assertThat(Files.readAllLines(file)).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "'\"to\":3', '\"to\":4'",
        "'\"action\":\"scale_up\"', '\"action\":\"scale_down\"'",
        "'\"reason\":\"queue_pressure\"', '\"reason\":\"latency_pressure\"'",
        "'\"workers\":2', '\"workers\":3'",
        "'\"value\":11', '\"value\":12'",
        "'\"value\":11', '\"value\":10'",
        "'\"last_24h\":1E+1', '\"last_24h\":11'",
        "'\"seen\":', '\"saw\":'",
        "'\"state\":\"', '\"state\":\"x'"
    })
    @DisplayName("a line that was altered is found: ")
    void altered(String part, String other) throws Exception {
        var text = Files.readString(file);
        assertThat(text).contains(part);
        Files.writeString(file, text.replaceFirst(Pattern.quote(part), other));

        var finding = look(SETTINGS);

        assertThat(finding)
                .isEqualTo(Finding.failed("the decision recorded at 2026-03-01T12:00:00Z comes out differently today"));
    }

    @Test
    @DisplayName("a line of other settings is passed over, and how many is said")
    void otherSettings() throws Exception {
        var finding = look(SETTINGS.with(new Limits(1, 5)));

        assertThat(finding)
                .isEqualTo(Finding.skipped(
                        "no decision to derive; passed over 2 lines of other settings or another policy"));
    }

    @Test
    @DisplayName("torn and foreign lines are passed over, and how many is said")
    void tornAndForeign() throws Exception {
        var lines = Files.readAllLines(file);
        Files.writeString(
                file, lines.get(0) + "\n" + lines.get(1).substring(0, 90) + "\nnothing\n{\"kind\":\"note\"}\n{}\n");

        var finding = look(SETTINGS);

        assertThat(finding)
                .isEqualTo(Finding.passed("1 decision derived again; passed over 2 lines of something else;"
                        + " passed over 2 lines beyond reading"));
    }

    @Test
    @DisplayName("of a long log the last hundred are derived")
    void longLog() throws IOException {
        var lines = Files.readAllLines(file);
        Files.writeString(
                file, "{\"kind\":\"note\"}\n".repeat(7) + (lines.get(0) + "\n").repeat(99) + lines.get(1) + "\n");

        assertThat(look(SETTINGS)).isEqualTo(Finding.passed("100 decisions derived again"));
    }

    @Test
    @DisplayName("without a log there is nothing to derive")
    void noLog() throws IOException {
        Files.delete(file);

        assertThat(look(SETTINGS).status()).isEqualTo(Status.SKIPPED);
    }

    @Test
    @DisplayName("the mark of a policy of the host's is that of its class, and of its settings if it is a record")
    void marks() {
        var step = DecisionMark.of(new StepPolicy(SETTINGS));

        assertThat(step).matches("step-1-[0-9a-f]{16}").isEqualTo(DecisionMark.of(new StepPolicy(SETTINGS)));
        assertThat(step).isNotEqualTo(DecisionMark.of(new StepPolicy(StepSettings.DEFAULTS)));
        assertThat(new DecisionReplay<>(new StepPolicy(SETTINGS), new StepStateCodec())
                        .judge(JsonNodeFactory.instance.objectNode()))
                .isEqualTo(DecisionReplay.Verdict.FOREIGN);
    }

    private Finding look(StepSettings settings) {
        Check check = ReplayCheck.of(
                new JsonLog(file)::look, new DecisionReplay<>(new StepPolicy(settings), new StepStateCodec()));
        try {
            return check.look().call();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
