package ai.levqor.ops.engine.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.levqor.ops.engine.FakeTime;
import ai.levqor.ops.local.InMemoryFlagStore;
import ai.levqor.ops.spi.SelfCheck;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.queue.WorkQueue;
import ai.levqor.ops.spi.state.FireStore.State;
import ai.levqor.ops.store.FileFlagStore;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreChecksTest {
    private static final FileTime THEN = FileTime.from(Instant.parse("2026-01-02T03:04:05Z"));

    private final Path folder;
    private final Path file;
    private final FakeTime time = new FakeTime();

    StoreChecksTest(@TempDir Path folder) {
        this.folder = folder;
        this.file = folder.resolve("flags.json");
    }

    @Test
    @DisplayName("flags in a file could be written, and not a byte of it changes, nor its time, nor what is beside it")
    void flagsStay() throws Exception {
        var content = "{ \"WORKER_COUNT\" : 3, \"theirs\": [1.0] }\n\n".getBytes(UTF_8);
        Files.write(file, content);
        Files.setLastModifiedTime(file, THEN);
        var store = new FileFlagStore(file);
        var before = store.read();

        var finding = look(FlagsCheck.of(store));

        assertThat(finding).isEqualTo(Finding.passed("readable; could be written"));
        assertThat(Files.readAllBytes(file)).isEqualTo(content);
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(THEN);
        assertThat(store.read()).isEqualTo(before);
        assertThat(names()).containsExactly("flags.json", "flags.json.lock");
    }

    @Test
    @DisplayName("flags that were never written need no file, and none is made")
    void flagsNeverWritten() throws Exception {
        var store = new FileFlagStore(folder.resolve("config/flags.json"));

        var finding = look(FlagsCheck.of(store));

        assertThat(finding).isEqualTo(Finding.passed("nothing is stored, the defaults hold; could be written"));
        assertThat(names()).isEmpty();
    }

    @Test
    @DisplayName("a bad file of flags fails, and says what is wrong without its values")
    void flagsBad() throws Exception {
        Files.writeString(file, "{\"WORKER_COUNT\": \"hunter2\"}");

        var finding = look(FlagsCheck.of(new FileFlagStore(file)));

        assertThat(finding.status()).isEqualTo(Finding.Status.FAILED);
        assertThat(finding.detail()).startsWith("flags.json: ").doesNotContain("hunter2");
    }

    @Test
    @DisplayName("flags that somebody else holds locked could not be written, which is found")
    void flagsLocked() throws Exception {
        Files.writeString(file, "{}");
        var check = FlagsCheck.of(new FileFlagStore(file));

        try (var channel = FileChannel.open(
                        folder.resolve("flags.json.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = channel.lock()) {
            assertThat(held.isValid()).isTrue();
            assertThatThrownBy(() -> look(check))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessage("flags.json could not be written: Another process is writing");
        }
        assertThat(look(check).status()).isEqualTo(Finding.Status.PASSED);
    }

    @Test
    @DisplayName("a store that does not say whether it could be written is asked to be read")
    void flagsOfAnotherStore() throws Exception {
        assertThat(look(FlagsCheck.of(new InMemoryFlagStore())).detail())
                .contains("does not say whether it could be written");
    }

    @Test
    @DisplayName("a fire is taken, kept alive and settled, in the same millisecond too")
    void lease() throws Exception {
        var store = new FakeFires(time);
        var check = LeaseCheck.of(store, "me", time);

        assertThat(look(check)).isEqualTo(Finding.passed("a fire was taken, kept and settled"));
        assertThat(look(check).status()).isEqualTo(Finding.Status.PASSED);
        assertThat(store.newest(LeaseCheck.JOB, 9)).hasSize(2).allMatch(entry -> entry.state() == State.DONE);
    }

    @Test
    @DisplayName("a store that gives no fire, loses one, does not settle it, or forgets it at once fails")
    void leaseFails() throws Exception {
        var store = new FakeFires(time);
        var check = LeaseCheck.of(store, "me", time);
        store.fault = FakeFires.Fault.HELD;
        assertThat(look(check).detail()).startsWith("no fire can be taken");

        store.fault = FakeFires.Fault.NO_BEAT;
        assertThat(look(check).detail()).startsWith("a fire was lost");

        store.fault = FakeFires.Fault.NO_SETTLING;
        assertThat(look(check).detail()).endsWith("could not be settled");

        store.fault = FakeFires.Fault.FORGETS;
        assertThat(look(check)).isEqualTo(Finding.failed("a fire was settled, and is not among the newest"));
    }

    @Test
    @DisplayName("folders have room, also those that are not there yet; nothing is made, and no path is told")
    void disk() throws Exception {
        var folders = new LinkedHashMap<String, Path>();
        folders.put("logs", folder);
        folders.put("state", folder.resolve("not/yet"));

        var room = look(DiskCheck.of(folders, 1));
        var none = look(DiskCheck.of(folders, Long.MAX_VALUE));

        assertThat(room.status()).isEqualTo(Finding.Status.PASSED);
        assertThat(none.status()).isEqualTo(Finding.Status.FAILED);
        assertThat(none.detail()).startsWith("logs has room for ").doesNotContain(folder.toString());
        assertThat(names()).isEmpty();
        Files.writeString(file, "");
        assertThat(look(DiskCheck.of(Map.of("state", file), 1)))
                .isEqualTo(Finding.failed("the folder of state may not be written"));
    }

    /** A queue that can check itself. */
    private static final class CheckedQueue implements SelfCheck {
        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public void selfCheck() {
            asked.incrementAndGet();
        }
    }

    @Test
    @DisplayName("each part that can check itself is asked once, by its id and its class; the others are not")
    void plugins() throws Exception {
        var queue = new CheckedQueue();
        var parts = new LinkedHashMap<String, Object>();
        parts.put("queue", queue);
        parts.put("dead-letters", queue);
        parts.put("workers", (WorkQueue) () -> {
            throw new AssertionError("not asked");
        });
        parts.put("alerts", new SelfCheck() {
            @Override
            public void selfCheck() {
                throw new UnavailableException("the key was refused");
            }
        });

        var checks = PluginChecks.of(parts);

        assertThat(checks).extracting(Check::name).containsExactly("plugin:queue/CheckedQueue", "plugin:alerts");
        assertThat(look(checks.get(0)).status()).isEqualTo(Finding.Status.PASSED);
        assertThat(queue.asked).hasValue(1);
        assertThatThrownBy(() -> look(checks.get(1))).hasMessage("the key was refused");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> String.valueOf(path.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    private static Finding look(Check check) throws Exception {
        return check.look().call();
    }
}
