package ai.levqor.ops.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.spi.LongTests;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JsonLogKillTest {
    private static final int KILLS = LongTests.times(60);
    private static final JsonMapper JSON = new JsonMapper();

    private final Random random = new Random(20261123);
    private final Path file;
    private final Path fragments;
    private int torn;

    JsonLogKillTest(@TempDir Path folder) {
        this.file = folder.resolve("logs/incidents.log");
        this.fragments = folder.resolve("logs/incidents.log.torn");
    }

    @Test
    @DisplayName(
            "kill -9 in the middle of a line, again and again: all but a torn last line is whole, and that is repaired")
    void killed() throws IOException, InterruptedException {
        try (var children = new Children(file)) {
            for (int kill = 1; kill <= KILLS; kill++) {
                var child = children.next();
                child.tell("log-until-killed 100000000");
                var confirmed = Integer.parseInt(child.hear());
                if (random.nextInt(4) == 0) {
                    LockSupport.parkNanos(random.nextInt(20_000_000));
                } else {
                    awaitGrowth();
                }
                for (var line : child.kill()) {
                    confirmed = Integer.parseInt(line);
                }

                assertWhole(kill, confirmed);
                Files.delete(file);
                Files.deleteIfExists(fragments);
            }
        }
        System.out.println("of " + KILLS + " kills " + torn + " left a torn line");

        assertThat(torn).as("kills that hit the middle of a line").isPositive();
    }

    /** Until some of a line has reached the file, and most likely not all. */
    private void awaitGrowth() throws IOException {
        for (var size = Files.size(file); Files.size(file) == size && !Thread.interrupted(); ) {
            Thread.onSpinWait();
        }
    }

    /** The lines are 0, 1, 2 and so on: those that were confirmed, and perhaps one more, whole or torn. */
    private void assertWhole(int kill, int confirmed) throws IOException {
        var left = Files.readString(file, UTF_8);
        var end = left.lastIndexOf('\n') + 1;
        var whole = left.substring(0, end).lines().toList();
        var tail = left.substring(end);
        assertThat(whole.size()).as("whole lines after kill %d", kill).isBetween(confirmed + 1, confirmed + 2);
        for (int line = 0; line < whole.size(); line++) {
            assertThat(JSON.readTree(whole.get(line)).equals(Writer.longLine(line)))
                    .as("line %d is whole after kill %d", line, kill)
                    .isTrue();
        }
        torn += tail.isEmpty() ? 0 : 1;

        var log = new JsonLog(file);
        log.append(JsonNodeFactory.instance.objectNode().put("line", -1));

        var complete = isObject(tail) ? 1 : 0;
        var expected = new ArrayList<>(
                IntStream.range(0, whole.size() + complete).boxed().toList());
        expected.add(-1);
        assertThat(log.tail(1000))
                .extracting(entry -> entry.get("line").intValue())
                .as("lines in the log that was opened after kill %d", kill)
                .isEqualTo(expected);
        assertThat(Files.exists(fragments) ? Files.readString(fragments) : "")
                .as("what was torn off by kill %d", kill)
                .isEqualTo(tail.isEmpty() || complete == 1 ? "" : tail + '\n');
    }

    private static boolean isObject(String tail) {
        try {
            return JSON.readTree(tail) instanceof ObjectNode;
        } catch (IOException e) {
            return false;
        }
    }
}
