package ai.levqor.ops.store;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.spi.LongTests;
import ai.levqor.ops.store.AtomicFile.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FlagsProcessesTest {
    private static final int KILLS = LongTests.times(100);
    private static final String MINE = "\"mine\": [1.10, {\"é\": 12345678901234567890}]";

    private final List<ChildJvm> children = new ArrayList<>();
    private final Path file;
    private final FileFlagStore store;

    FlagsProcessesTest(@TempDir Path folder) {
        this.file = folder.resolve("flags.json");
        this.store = new FileFlagStore(file);
    }

    @AfterEach
    void endChildren() {
        children.forEach(ChildJvm::close);
    }

    @Test
    @DisplayName("two processes and two threads of a third that write at once lose no update")
    void noUpdateIsLost() throws IOException, InterruptedException {
        var here = new Thread(() -> Writer.add(file, 50));
        var one = child();
        var other = child();
        assertThat(one.hear()).isEqualTo("ready");
        assertThat(other.hear()).isEqualTo("ready");

        one.tell("add 50");
        other.tell("add 50");
        here.start();
        Writer.add(file, 50);
        here.join();

        assertThat(one.hear()).isEqualTo("added");
        assertThat(other.hear()).isEqualTo("added");
        assertThat(store.read().flags().workerCount()).isEqualTo(2 + 4 * 50);
    }

    @Test
    @DisplayName(
            "kill -9 after each step of a write, again and again: the file is whole, and the next write works at once")
    void killedAfterEachStep() throws IOException, InterruptedException {
        Files.writeString(file, "{" + MINE + ", \"WORKER_COUNT\": 1}");
        var steps = Step.values();

        try (var next = new Children(file)) {
            for (int kill = 0; kill < Math.max(KILLS, steps.length); kill++) {
                var step = steps[kill % steps.length];
                var before = store.read().flags().workerCount();
                var child = next.next();
                child.tell("add-and-stop-after " + step);
                assertThat(child.hear()).isEqualTo(step.name());
                child.kill();

                var done = step.compareTo(Step.RENAMED) >= 0 ? 1 : 0;
                assertWhole(step, before + done, before + done);
            }
        }
    }

    @Test
    @DisplayName("kill -9 at any moment, again and again: the file is whole, and no write that was confirmed is lost")
    void killedAtAnyMoment() throws IOException, InterruptedException {
        Files.writeString(file, "{" + MINE + ", \"WORKER_COUNT\": 1}");
        var random = new Random(20261123);

        try (var next = new Children(file)) {
            for (int kill = 0; kill < KILLS; kill++) {
                var confirmed = store.read().flags().workerCount();
                var child = next.next();
                child.tell("add-until-killed");
                for (int writes = random.nextInt(4); writes > 0; writes--) {
                    confirmed = Integer.parseInt(child.hear());
                }
                spin(random.nextInt(5_000_000));
                for (var line : child.kill()) {
                    confirmed = Integer.parseInt(line);
                }

                assertWhole("kill " + kill, confirmed, confirmed + 1);
            }
        }
    }

    @Test
    @DisplayName("a disk that is full in the middle of a write leaves the file as it was, and no temporary file")
    void diskFullInMidWrite() throws IOException {
        var before = "{\"mine\": \"" + "x".repeat(3000) + "\"}";
        Files.writeString(file, before);

        var child = ChildJvm.startWithFileLimit(2, file);
        children.add(child);
        child.hear();
        child.tell("try");

        assertThat(child.hear()).startsWith("flags.json cannot be written: File too large");
        assertThat(file).hasContent(before);
        assertNoLeftovers();
    }

    private ChildJvm child() throws IOException {
        var child = ChildJvm.start(file);
        children.add(child);
        return child;
    }

    private void assertWhole(Object when, int least, int most) throws IOException {
        var reading = store.read();
        assertThat(reading.problem()).as("problem after %s", when).isEmpty();
        assertThat(reading.flags().workerCount()).as("after %s", when).isBetween(least, most);
        assertThat(file).content().contains(MINE);

        var next = reading.flags().scaledTo(reading.flags().workerCount() + 1, Instant.EPOCH);
        assertThat(store.compareAndSet(reading, next))
                .as("next write after %s", when)
                .isTrue();
        assertNoLeftovers();
    }

    private void assertNoLeftovers() throws IOException {
        try (var files = Files.list(file.getParent())) {
            assertThat(files.map(each -> each.getFileName().toString()))
                    .containsExactlyInAnyOrder("flags.json", "flags.json.lock");
        }
    }

    private static void spin(int nanos) {
        for (var start = System.nanoTime(); System.nanoTime() - start < nanos; ) {
            Thread.onSpinWait();
        }
    }
}
