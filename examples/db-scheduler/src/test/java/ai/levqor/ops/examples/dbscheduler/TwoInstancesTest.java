package ai.levqor.ops.examples.dbscheduler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.levqor.ops.LevqorOps;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two JVMs whose jobs db-scheduler runs, on one real PostgreSQL. */
class TwoInstancesTest {
    private static final int RUNS = 10;
    private static final String ENDED = "ENDED";

    @Test
    @Timeout(240)
    @DisplayName("each time of a job is run by one of two JVMs, on the grid of its schedule")
    void once(@TempDir Path folder) throws Exception {
        try (var postgres = EmbeddedPostgres.builder().start()) {
            var url = postgres.getJdbcUrl("postgres", "postgres");
            var lines = new LinkedBlockingQueue<Line>();
            var one = new Child("one", url, folder.resolve("one"), lines);
            var other = new Child("other", url, folder.resolve("other"), lines);
            try {
                var times = times(lines);

                assertThat(times).doesNotHaveDuplicates().hasSize(RUNS);
                assertThat(times)
                        .allSatisfy(
                                time -> assertThat(time.toEpochMilli() % 1_000).isZero());
            } finally {
                one.end();
                other.end();
            }
            assertThat(one.process.exitValue()).isZero();
            assertThat(other.process.exitValue()).isZero();
        }
    }

    @Test
    @DisplayName("an autopilot that runs its jobs by itself is refused, since each would run twice")
    void refused(@TempDir Path folder) {
        try (var ops = LevqorOps.builder()
                .setting("OPS_FLAGS_FILE", folder.resolve("flags.json").toString())
                .setting("OPS_STATE_DIR", folder.resolve("state").toString())
                .setting("OPS_LOG_DIR", folder.resolve("logs").toString())
                .build()) {

            assertThatThrownBy(() -> OpsTasks.of(ops, (job, time) -> {}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("OPS_SCHEDULER");
        }
    }

    private record Line(String child, String text) {}

    private static List<Instant> times(BlockingQueue<Line> lines) throws InterruptedException {
        var times = new ArrayList<Instant>();
        var ready = new HashSet<String>();
        while (times.size() < RUNS) {
            var line = lines.poll(100, TimeUnit.SECONDS);
            assertThat(line).as("a line of one of the two").isNotNull();
            assertThat(line.text()).as("what %s says", line.child()).isNotEqualTo(ENDED);
            var words = line.text().split(" ", -1);
            if (words[0].equals("READY")) {
                ready.add(line.child());
            }
            // counted from when both are there
            if (words[0].equals("RAN") && words[1].equals("retention") && ready.size() == 2) {
                times.add(Instant.parse(words[2]));
            }
        }
        return times;
    }

    /** A JVM that runs an instance. */
    private static final class Child {
        private final Process process;
        private final Thread reader;

        Child(String name, String url, Path folder, BlockingQueue<Line> lines) throws IOException {
            var builder = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx128m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Instance.class.getName(),
                    url,
                    folder.toString());
            for (var off : List.of("SUMMARY", "BACKUP", "COST_FORECAST", "INTEGRITY")) {
                builder.environment().put("OPS_SCHEDULE_" + off, "off");
            }
            builder.environment().put("OPS_SCHEDULE_RETENTION", "every 1s");
            builder.redirectError(ProcessBuilder.Redirect.INHERIT);
            process = builder.start();
            reader = new Thread(() -> read(name, lines));
            reader.setDaemon(true);
            reader.start();
        }

        private void read(String name, BlockingQueue<Line> lines) {
            try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
                out.lines().map(text -> new Line(name, text)).forEach(lines::add);
                lines.add(new Line(name, ENDED));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void end() throws Exception {
            process.getOutputStream().close();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            reader.join();
        }
    }
}
