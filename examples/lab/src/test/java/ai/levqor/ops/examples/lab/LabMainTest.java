package ai.levqor.ops.examples.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The lab")
class LabMainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    @DisplayName("lists its commands when asked, and when it is given none or an unknown one")
    void lists() {
        assertThat(lab("--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("retention    active users a day");

        assertThat(lab()).isEqualTo(2);
        assertThat(lab("retentoin")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("there is no command 'retentoin'")
                .contains("retention    active users a day");
    }

    @Test
    @DisplayName("explains a command when asked, also after other options")
    void explains() {
        assertThat(lab("retention", "--events", "x.csv", "--help")).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("Usage: examples/lab/lab retention --events");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    @DisplayName("names an unknown option, a value that is not there, and one that is not a path")
    void options() {
        assertThat(lab("retention", "--event", "x.csv")).isEqualTo(2);
        assertThat(lab("retention", "--events")).isEqualTo(2);
        assertThat(lab("retention", "--events", "--out", "x")).isEqualTo(2);
        assertThat(lab("retention", "--out", "x")).isEqualTo(2);
        assertThat(lab("retention", "--events", "\0")).isEqualTo(2);

        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "examples/lab/lab retention: unknown option '--event'; --help lists them",
                        "examples/lab/lab retention: --events needs a value",
                        "examples/lab/lab retention: --events needs a value",
                        "examples/lab/lab retention: --events is required; --help says more",
                        "examples/lab/lab retention: --events must be a path, was '\0'");
    }

    private int lab(String... words) {
        return new LabMain()
                .run(
                        List.of(words),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8));
    }
}
