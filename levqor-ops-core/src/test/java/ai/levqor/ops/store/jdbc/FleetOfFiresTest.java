package ai.levqor.ops.store.jdbc;

import static ai.levqor.ops.store.jdbc.FireTaker.fire;
import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.spi.state.FireStore;
import ai.levqor.ops.spi.state.FireStore.Entry;
import ai.levqor.ops.spi.state.FireStore.Request;
import ai.levqor.ops.spi.state.FireStore.State;
import ai.levqor.ops.spi.state.FireStore.Taking;
import ai.levqor.ops.spi.state.FireStore.Taking.Abandoned;
import ai.levqor.ops.spi.state.FireStore.Taking.Held;
import ai.levqor.ops.spi.state.FireStore.Taking.Over;
import ai.levqor.ops.spi.state.FireStore.Taking.Taken;
import ai.levqor.ops.store.FileStateStore;
import ai.levqor.ops.store.StateFireStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("a fleet of processes that wants the same fires")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FleetOfFiresTest {
    private static final long[] SECONDS_OFF = {0, 30, -30, 7, -3_600, 12, -1, 29};
    private static final Duration SHORT = Duration.ofMillis(300);

    private final List<Process> children = new ArrayList<>();

    @AfterEach
    void endChildren() {
        children.forEach(Process::destroyForcibly);
    }

    @Test
    @DisplayName("runs each of two hundred fires in a table once, whatever their clocks say")
    void inATable() throws IOException {
        var database = RealPostgres.database();
        var place = RealPostgres.url("postgres", RealPostgres.nameOf(database));

        var said = race(place, SECONDS_OFF.length, 200);

        assertEachRanOnce(
                said, new JdbcFireStore(database, JdbcFireStore.TABLE, Clock.systemUTC(), System::nanoTime), 200);
    }

    @Test
    @DisplayName("runs each of sixty fires in a folder once, whatever their clocks say")
    void inAFolder(@TempDir Path folder) throws IOException {
        var said = race(folder.toString(), 4, 60);

        assertEachRanOnce(said, files(folder), 60);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("does again what a process that was killed was at, if that may be repeated; else it is abandoned once")
    void killed(boolean repeatable) throws IOException, InterruptedException {
        var database = RealPostgres.database();
        var here = new JdbcFireStore(database, JdbcFireStore.TABLE, Clock.systemUTC(), System::nanoTime);
        var child = child(RealPostgres.url("postgres", RealPostgres.nameOf(database)), "child", -3_600);
        assertThat(hear(child)).isEqualTo("ready");
        tell(child, "hold");
        for (int beat = 0; beat < 5; beat++) {
            assertThat(hear(child)).isEqualTo("beat");
        }
        assertThat(here.take(request(Duration.ofMinutes(1), repeatable))).isEqualTo(new Held("child"));

        child.destroyForcibly();
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        var taking = untilNotHeld(here, request(SHORT, repeatable));

        if (repeatable) {
            assertThat(taking).isInstanceOfSatisfying(Taken.class, mine -> {
                assertThat(mine.claim().token()).isEqualTo(2);
                assertThat(here.settle(mine.claim(), State.DONE, "")).isTrue();
            });
        } else {
            assertThat(taking).isEqualTo(new Abandoned("child"));
            assertThat(here.take(request(SHORT, false))).isEqualTo(new Over(State.ABANDONED));
        }
    }

    private List<String> race(String place, int processes, int fires) throws IOException {
        var racers = new ArrayList<Process>();
        for (int racer = 0; racer < processes; racer++) {
            racers.add(child(place, "racer-" + racer, SECONDS_OFF[racer]));
        }
        for (var racer : racers) {
            assertThat(hear(racer)).isEqualTo("ready");
        }
        for (var racer : racers) {
            tell(racer, "race " + fires);
        }
        var said = new ArrayList<String>();
        for (var racer : racers) {
            for (var line = hear(racer); !line.equals("end"); line = hear(racer)) {
                said.add(line);
            }
        }
        return said;
    }

    private static void assertEachRanOnce(List<String> said, FireStore store, int fires) {
        assertThat(said)
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, fires)
                        .mapToObj(at -> "ran " + fire("race", at).id())
                        .toList());
        var kept = store.newest("race", fires + 1);
        assertThat(kept).hasSize(fires).extracting(Entry::state).containsOnly(State.DONE);
        assertThat(kept).allMatch(entry -> entry.note().equals(entry.owner()));
        assertThat(kept.stream().map(Entry::owner).distinct().count())
                .as("racers that had a fire")
                .isGreaterThan(1);
    }

    /** A lease is over when it is over: the test waits for that, and its own end bounds it. */
    private static Taking untilNotHeld(FireStore store, Request request) {
        var taking = store.take(request);
        while (taking instanceof Held) {
            taking = store.take(request);
        }
        return taking;
    }

    private static FireStore files(Path folder) {
        return new StateFireStore(new FileStateStore(folder), Clock.systemUTC(), System::nanoTime);
    }

    private static Request request(Duration lease, boolean repeatable) {
        return new Request(fire("hold", 0), "here", lease, repeatable);
    }

    private Process child(String place, String owner, long secondsOff) throws IOException {
        var child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FireTaker.class.getName(),
                        place,
                        owner,
                        Long.toString(secondsOff))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        children.add(child);
        return child;
    }

    private static void tell(Process child, String line) throws IOException {
        var out = child.outputWriter();
        out.write(line);
        out.newLine();
        out.flush();
    }

    private static String hear(Process child) throws IOException {
        BufferedReader in = child.inputReader();
        var line = in.readLine();
        assertThat(line).as("a line of the child").isNotNull();
        return line;
    }
}
