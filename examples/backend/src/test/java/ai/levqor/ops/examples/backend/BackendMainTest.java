package ai.levqor.ops.examples.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class BackendMainTest {

    private final Path folder;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final CountDownLatch stop = new CountDownLatch(1);

    BackendMainTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    @DisplayName("a bad command line is answered by one line and the usage, with status 2")
    void misused() throws Exception {
        var status = run(Map.of(), "--port", "abc");

        assertThat(status).isEqualTo(2);
        assertThat(text(err))
                .isEqualTo("examples/backend/run: --port must be an integer from 0 to 65535, was 'abc'\n"
                        + Arguments.USAGE);
    }

    @Test
    @DisplayName("help is the usage, with status 0")
    void help() throws Exception {
        assertThat(run(Map.of(), "--help")).isZero();
        assertThat(text(out)).isEqualTo(Arguments.USAGE);
    }

    @Test
    @DisplayName("a port that is taken is named, with the option that chooses another, and status 1")
    void portTaken() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            var status = run(Map.of(), "--port", String.valueOf(taken.getLocalPort()));

            assertThat(status).isEqualTo(1);
            assertThat(text(err).lines()).singleElement().asString().contains("port " + taken.getLocalPort(), "--port");
        }
    }

    @Test
    @DisplayName("a bad setting and bad flags are named, with status 1")
    void badSettings() throws Exception {
        assertThat(run(Map.of("DAILY_SPEND_LIMIT", "abc"), "--port", "0")).isEqualTo(1);
        assertThat(text(err).lines()).singleElement().asString().contains("DAILY_SPEND_LIMIT");

        err.reset();
        Files.writeString(folder.resolve("config/flags.json"), "{\"WORKER_COUNT\": \"two\"}");
        assertThat(run(Map.of(), "--port", "0")).isEqualTo(1);
        assertThat(text(err).lines()).singleElement().asString().contains("WORKER_COUNT");
    }

    @Test
    @DisplayName("a data folder that cannot be one is named, with the option that chooses another")
    void badFolder() throws Exception {
        var file = Files.createFile(folder.resolve("file"));

        assertThat(run(Map.of(), "--port", "0", "--data", file.toString())).isEqualTo(1);
        assertThat(text(err).lines()).singleElement().asString().contains(file.toString(), "--data");
    }

    @Test
    @DisplayName("it says where it is ready, prints decisions under load, and when stopped drains and sums up")
    void wholeRun() throws Exception {
        var decided = new StopAfterDecisions(out, stop, 3);

        var status = BackendMain.run(
                List.of("--port", "0", "--data", folder.toString()),
                Map.of("OPS_TICK_EVERY", "200ms", "ADMIN_TOKEN", "a-token-of-the-environment"),
                new PrintStream(decided, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                stop);

        var lines = text(out).lines().toList();
        assertThat(status).isZero();
        assertThat(text(err)).isEmpty();
        assertThat(lines).anyMatch(line -> line.matches("READY http://127\\.0\\.0\\.1:[1-9]\\d*"));
        assertThat(lines).anyMatch(line -> line.contains("OPS_TICK_EVERY") && line.contains("from your environment"));
        assertThat(lines.get(lines.size() - 1)).startsWith("SUMMARY ").contains("(0 failed", " 0 lost, 0 done twice");
        assertThat(text(out)).contains("$ADMIN_TOKEN").doesNotContain("a-token-of-the-environment");
        assertThat(folder.resolve("admin-token")).doesNotExist();
    }

    private int run(Map<String, String> environment, String... words) throws Exception {
        var all = new ArrayList<>(List.of("--data", folder.toString()));
        all.addAll(List.of(words));
        return BackendMain.run(
                all,
                environment,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                stop);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Asks for the end after some lines that are decisions: they begin with a time. */
    private static final class StopAfterDecisions extends OutputStream {
        private final ByteArrayOutputStream all;
        private final CountDownLatch stop;
        private final int decisions;

        StopAfterDecisions(ByteArrayOutputStream all, CountDownLatch stop, int decisions) {
            this.all = all;
            this.stop = stop;
            this.decisions = decisions;
        }

        @Override
        public void write(int character) throws IOException {
            all.write(character);
            var seen = text(all)
                    .lines()
                    .filter(line -> line.matches("\\d\\d:\\d\\d:\\d\\d .*"))
                    .count();
            if (character == '\n' && seen >= decisions) {
                stop.countDown();
            }
        }
    }
}
