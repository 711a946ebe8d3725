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

class TraceTest {

    private final Path folder;

    TraceTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    @DisplayName("a bin's rate is its arrivals by its length; the last bin is as long as the one before")
    void rates() throws IOException {
        var trace = TraceFile.read(file("t.csv", "epoch_s,arrivals\n1000,60\n1060,120.5\n\n1120,0\n"));

        assertThat(trace.bins()).isEqualTo(3);
        assertThat(trace.length()).isEqualTo(Duration.ofMinutes(3));
        assertThat(trace.ratePerSecond(0)).isEqualTo(1);
        assertThat(trace.ratePerSecond(59.9)).isEqualTo(1);
        assertThat(trace.ratePerSecond(60)).isCloseTo(120.5 / 60, within(1e-12));
        assertThat(trace.ratePerSecond(179.9)).isZero();
        assertThat(trace.ratePerSecond(180)).isZero();
        assertThat(trace.highRatePerSecond()).isCloseTo(120.5 / 60, within(1e-12));
    }

    @Test
    @DisplayName("a packed file without a header reads the same, however long")
    void packed() throws IOException {
        var file = folder.resolve("t.csv.gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
            for (var second = 0; second < 5_000; second++) {
                out.write((second + "," + second % 7 + "\r\n").getBytes(UTF_8));
            }
        }

        var trace = TraceFile.read(file);

        assertThat(trace.bins()).isEqualTo(5_000);
        assertThat(trace.ratePerSecond(4_999)).isEqualTo(4_999 % 7);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(textBlock = """
                    epoch_s,arrivals;0,1;60,x  | line 3: arrivals must be a number >= 0, was 'x'
                    0,1;60,-1                  | line 2: arrivals must be a number >= 0, was '-1'
                    0,1;60,NaN                 | line 2: arrivals must be a number >= 0, was 'NaN'
                    0,1;x,1                    | line 2: epoch_s must be a number >= 0, was 'x'
                    0,1;60                     | line 2: must be epoch_s,arrivals, was '60'
                    60,1;60,1                  | line 2: epoch_s must rise from line to line, was 60,1
                    time,load;0,1              | line 1: epoch_s must be a number >= 0, was 'time'
                    0,1                        | must hold at least two lines of epoch_s,arrivals
                    """, delimiter = '|')
    @DisplayName("a bad line is named by its number, with its rule")
    void badLines(String content, String message) throws IOException {
        var file = file("bad.csv", content.replace(';', '\n'));

        assertThatThrownBy(() -> TraceFile.read(file))
                .isInstanceOf(BadArgumentException.class)
                .hasMessageStartingWith("--trace: ")
                .hasMessageContaining("bad.csv")
                .hasMessageEndingWith(message);
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
        assertThat(playback.toString()).contains("t.csv", "3 bins", "speed 60", "x 900", "180 requests/s");
    }

    @Test
    @DisplayName("a trace in which nothing ever arrives is refused")
    void nothingArrives() throws IOException {
        var trace = TraceFile.read(file("t.csv", "0,0\n60,0\n"));

        assertThatThrownBy(() -> new TracePlayback(trace, 60, 180))
                .isInstanceOf(BadArgumentException.class)
                .hasMessageContaining("nothing arrives in t.csv");
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }
}
