package ai.levqor.ops.engine.job;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.engine.FakeTime;
import ai.levqor.ops.spi.LongTests;
import ai.levqor.ops.spi.state.FireStore.Entry;
import ai.levqor.ops.spi.state.FireStore.State;
import ai.levqor.ops.store.jdbc.JdbcFireStore;
import ai.levqor.ops.store.jdbc.RealPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real processes that run one job on one PostgreSQL. */
@Timeout(300)
class JobsInProcessesTest {
    private static final int PROCESSES = 8;
    private static final int FIRES = LongTests.times(200);

    private final DataSource database = RealPostgres.database();
    private final List<Process> children = new ArrayList<>();

    @AfterEach
    void end() throws Exception {
        for (var child : children) {
            child.destroyForcibly().waitFor();
        }
    }

    @Test
    @DisplayName("eight JVMs with clocks up to a minute apart run each of many times once")
    void fleet() throws Exception {
        for (int i = 0; i < PROCESSES; i++) {
            start(-30 + i * 60 / (PROCESSES - 1), true, 1);
        }
        var ran = 0;

        // two more, for those whose clocks are behind
        for (int minute = 0; minute <= FIRES + 2; minute++) {
            for (var child : children) {
                tell(child, FakeTime.START.plus(Duration.ofMinutes(minute)).toString());
            }
            for (var child : children) {
                ran += runs(child);
            }
        }

        var entries = entries();
        assertThat(entries).allSatisfy(entry -> assertThat(entry.state()).isEqualTo(State.DONE));
        assertThat(entries).hasSize(ran).hasSizeGreaterThanOrEqualTo(FIRES);
        assertThat(entries.stream().map(entry -> entry.fire().at()).distinct()).hasSize(ran);
    }

    @Test
    @DisplayName("the run of a JVM that is killed is done again by another after its lease, if it may be")
    void killed() throws Exception {
        assertThat(afterKill(true)).isEqualTo(State.DONE);
    }

    @Test
    @DisplayName("the run of a JVM that is killed is abandoned, if it may not be done again")
    void abandoned() throws Exception {
        assertThat(afterKill(false)).isEqualTo(State.ABANDONED);
    }

    /** What became of the time that a JVM was killed in. */
    private State afterKill(boolean repeatable) throws Exception {
        var one = start(0, repeatable, 100);
        var other = start(0, repeatable, 100);
        for (var child : children) {
            tell(child, FakeTime.START.toString());
            assertThat(runs(child)).isZero();
        }
        tell(one, "hang");
        tell(one, FakeTime.START.plus(Duration.ofMinutes(1)).toString());
        assertThat(hear(one)).isEqualTo("BEGUN");

        one.destroyForcibly().waitFor();
        tell(other, FakeTime.START.plus(Duration.ofMinutes(1)).toString());
        var before = runs(other);
        tell(other, "settle");

        assertThat(before + runs(other)).isEqualTo(repeatable ? 1 : 0);
        assertThat(entries()).hasSize(1);
        return entries().get(0).state();
    }

    private List<Entry> entries() {
        return new JdbcFireStore(database, "levqor_fires", Clock.systemUTC(), System::nanoTime)
                .newest("tidy", 1_000).stream()
                        .filter(entry -> entry.state() != State.NOTED)
                        .toList();
    }

    /** How many runs it tells of until it has seen to a line. */
    private static int runs(Process child) throws IOException {
        var runs = 0;
        for (var line = hear(child); !line.equals("SEEN"); line = hear(child)) {
            assertThat(line).isEqualTo("RAN");
            runs++;
        }
        return runs;
    }

    private static String hear(Process child) throws IOException {
        var line = child.inputReader().readLine();
        assertThat(line).as("a line of a process that lives").isNotNull();
        return line;
    }

    private static void tell(Process child, String line) throws IOException {
        var out = child.outputWriter();
        out.write(line);
        out.newLine();
        out.flush();
    }

    private Process start(int skew, boolean repeatable, int speed) throws IOException {
        var child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        JobProcess.class.getName(),
                        RealPostgres.url("postgres", RealPostgres.nameOf(database)),
                        Integer.toString(skew),
                        Boolean.toString(repeatable),
                        Integer.toString(speed))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        children.add(child);
        return child;
    }
}
