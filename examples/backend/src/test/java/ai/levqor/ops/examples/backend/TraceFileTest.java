package ai.levqor.ops.examples.backend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceFileTest {

    private final Path folder;

    TraceFileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @ValueSource(strings = {"t.csv", "t.csv.gz"})
    @DisplayName("a plain file and a packed one read the same")
    void reads(String name) throws IOException {
        var content = "epoch_s,arrivals\r\n1000,60\r\n1060,120.5\r\n1120,0\r\n";

        var trace = TraceFile.read(name.endsWith(".gz") ? packed(name, content) : file(name, content));

        assertThat(trace.name()).isEqualTo(name);
        assertThat(trace.bins()).isEqualTo(3);
        assertThat(trace.bin()).isEqualTo(Duration.ofMinutes(1));
        assertThat(trace.workload().jobsPerSecond().applyAsDouble(60)).isCloseTo(120.5 / 60, within(1e-12));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(textBlock = """
                    epoch_s,arrivals;0,1;60,x  | line 3: must be two numbers
                    0,1;60,-1                  | line 2: arrivals must be >= 0
                    0,1;60,1;180,1             | line 3: epoch_s must be 120
                    0,1                        | must have 2 bins or more
                    """, delimiter = '|')
    @DisplayName("a bad line is named by its number, with its rule")
    void badLines(String content, String message) throws IOException {
        var file = file("bad.csv", content.replace(';', '\n'));

        assertThatThrownBy(() -> TraceFile.read(file))
                .isInstanceOf(BadArgumentException.class)
                .hasMessageStartingWith("--trace: bad.csv ")
                .hasMessageContaining(message);
    }

    @Test
    @DisplayName("a file that is not there, and one that is not packed although its name says so, are named")
    void unreadable() throws IOException {
        var plain = file("plain.csv.gz", "0,1\n60,1\n");

        assertThatThrownBy(() -> TraceFile.read(folder.resolve("none.csv")))
                .isInstanceOf(BadArgumentException.class)
                .hasMessageContaining("there is no file")
                .hasMessageContaining("none.csv");
        assertThatThrownBy(() -> TraceFile.read(plain))
                .isInstanceOf(BadArgumentException.class)
                .hasMessageContaining("plain.csv.gz cannot be read");
    }

    @Test
    @DisplayName("a playback is faster by the speed, and scaled to its peak; after the end nothing arrives")
    void playback() throws IOException {
        var trace = TraceFile.read(file("t.csv", "0,6\n60,12\n120,3\n"));

        var playback = new TracePlayback(trace, 60, 180);

        assertThat(playback.ratePerSecond(Duration.ofMillis(500))).isCloseTo(90, within(1e-9));
        assertThat(playback.ratePerSecond(Duration.ofMillis(1_500))).isCloseTo(180, within(1e-9));
        assertThat(playback.ratePerSecond(Duration.ofMillis(2_500))).isCloseTo(45, within(1e-9));
        assertThat(playback.ratePerSecond(Duration.ofSeconds(3))).isZero();
        assertThat(playback.toString()).contains("t.csv", "3 bins", "speed 60", "180 requests/s");
    }

    @Test
    @DisplayName("a trace in which nothing ever arrives is refused")
    void nothingArrives() throws IOException {
        var trace = TraceFile.read(file("t.csv", "0,0\n60,0\n"));

        assertThatThrownBy(() -> new TracePlayback(trace, 60, 180))
                .isInstanceOf(BadArgumentException.class)
                .hasMessageContainingAll("t.csv", "bins are empty");
    }

    private Path packed(String name, String content) throws IOException {
        var file = folder.resolve(name);
        try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(content.getBytes(UTF_8));
        }
        return file;
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }
}
