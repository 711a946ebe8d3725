package ai.levqor.ops.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.store.AtomicFile.Probe;
import ai.levqor.ops.store.AtomicFile.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AtomicFileTest {
    private final Path folder;
    private final Path path;

    AtomicFileTest(@TempDir Path root) {
        this.folder = root.resolve("config");
        this.path = folder.resolve("a.json");
    }

    @Test
    @DisplayName("a write takes each step once, in order")
    void stepsInOrder() {
        var steps = new ArrayList<Step>();

        write(file(steps::add), "new");

        assertThat(steps).containsExactly(Step.values());
    }

    @Test
    @DisplayName("a change that has nothing to write leaves the file alone")
    void nothingToWrite() throws IOException {
        write(file(), "old");
        var before = Files.getLastModifiedTime(path);

        assertThat(file().update(current -> Optional.empty())).isFalse();

        assertThat(path).hasContent("old");
        assertThat(Files.getLastModifiedTime(path)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(
            names = {"RENAMED", "FOLDER_FORCED"},
            mode = EnumSource.Mode.EXCLUDE)
    @DisplayName(
            "a disk that fails at any step before the rename is a fault, changes nothing and leaves nothing behind")
    void diskFails(Step failing) throws IOException {
        write(file(), "old");
        var full = file(step -> {
            if (step == failing) {
                throw new IOException("No space left on device");
            }
        });

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> write(full, "new"))
                .withMessage("a.json cannot be written: No space left on device")
                .withCauseInstanceOf(IOException.class);

        assertThat(path).hasContent("old");
        assertThat(names()).containsExactlyInAnyOrder("a.json", "a.json.lock");
        write(file(), "newer");
        assertThat(path).hasContent("newer");
    }

    @ParameterizedTest
    @EnumSource(names = {"LOCKED", "CREATED", "WRITTEN"})
    @DisplayName("an interrupt on the way stops the write, changes nothing, and stays set")
    void interrupted(Step when) throws IOException {
        write(file(), "old");
        var interrupting = file(step -> {
            if (step == when) {
                Thread.currentThread().interrupt();
            }
        });

        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> write(interrupting, "new"));

        assertThat(Thread.interrupted()).as("interrupt flag").isTrue();
        assertThat(path).hasContent("old");
        assertThat(names()).containsExactlyInAnyOrder("a.json", "a.json.lock");
    }

    @Test
    @DisplayName("an interrupted thread still reads")
    void interruptedReads() throws IOException {
        write(file(), "old");

        Thread.currentThread().interrupt();
        var content = file().read();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(content).hasValue("old".getBytes(UTF_8));
    }

    @Test
    @DisplayName("temporary files of writers who were killed go with the next write; nobody else's file does")
    void leftoversAreRemoved() throws IOException {
        Files.createDirectories(folder);
        var leftovers = List.of(".a.json.0123456789abcdef.tmp", ".a.json.ffffffffffffffff.tmp");
        var others = List.of(
                ".a.json.tmp",
                ".a.json.0123456789ABCDEF.tmp",
                ".b.json.0123456789abcdef.tmp",
                "a.json.0123456789abcdef.tmp",
                ".axjson.0123456789abcdef.tmp",
                "a.json~");
        for (var each : leftovers) {
            Files.writeString(folder.resolve(each), "half");
        }
        for (var each : others) {
            Files.writeString(folder.resolve(each), "mine");
        }

        write(file(), "new");

        assertThat(names()).containsAll(others).doesNotContainAnyElementsOf(leftovers);
    }

    @Test
    @DisplayName("a folder that cannot be made is a fault, and nothing has changed")
    void noFolder() throws IOException {
        Files.writeString(folder, "a file");

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> write(file(), "new"))
                .withMessageStartingWith("a.json cannot be written: ")
                .withCauseInstanceOf(IOException.class);

        assertThat(folder).hasContent("a file");
    }

    private AtomicFile file() {
        return new AtomicFile(path, 100);
    }

    private AtomicFile file(Probe probe) {
        return new AtomicFile(path, 100, probe);
    }

    private static void write(AtomicFile file, String text) {
        assertThat(file.update(current -> Optional.of(text.getBytes(UTF_8)))).isTrue();
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(each -> each.getFileName().toString()).toList();
        }
    }
}
