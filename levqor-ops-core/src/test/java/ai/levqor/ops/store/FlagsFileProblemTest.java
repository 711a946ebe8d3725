package ai.levqor.ops.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.state.Flags;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FlagsFileProblemTest {
    private static final String WORKERS = "flags.json: WORKER_COUNT must be an integer from 1 to 10000";
    private static final String NO_OBJECT = "flags.json: the content must be one whole JSON object";
    private static final String GOOD = "{\"WORKER_COUNT\": 3, \"AUTOSCALE_ENABLED\": true}";
    private static final Flags LAST_GOOD = new Flags(3, true, false, false, Optional.empty(), Optional.empty());

    private final Path folder;
    private final Path file;
    private final FileFlagStore store;

    FlagsFileProblemTest(@TempDir Path root) {
        this.folder = root.resolve("config");
        this.file = folder.resolve("flags.json");
        this.store = new FileFlagStore(file);
    }

    @BeforeEach
    void folderIsThere() throws IOException {
        Files.createDirectory(folder);
    }

    static Stream<Arguments> badContents() {
        return Stream.of(
                Arguments.of("{\"WORKER_COUNT\": \"two\"}", WORKERS),
                Arguments.of("{\"WORKER_COUNT\": \"2\"}", WORKERS),
                Arguments.of("{\"WORKER_COUNT\": 0}", WORKERS),
                Arguments.of("{\"WORKER_COUNT\": -1}", WORKERS),
                Arguments.of("{\"WORKER_COUNT\": 1e9}", WORKERS),
                Arguments.of("{\"WORKER_COUNT\": 1e0}", WORKERS),
                Arguments.of("{\"WORKER_COUNT\": 10001}", WORKERS),
                Arguments.of("{\"WORKER_COUNT\": 1000000000}", WORKERS),
                Arguments.of("{\"WORKER_COUNT\": 4294967298}", WORKERS),
                Arguments.of("{\"WORKER_COUNT\": " + "9".repeat(2000) + "}", WORKERS),
                Arguments.of("{\"WORKER_COUNT\": 2.5}", WORKERS),
                Arguments.of("{\"WORKER_COUNT\": 2.0}", WORKERS),
                Arguments.of("{\"WORKER_COUNT\": true}", WORKERS),
                Arguments.of("{\"WORKER_COUNT\": null}", WORKERS),
                Arguments.of("{\"WORKER_COUNT\": [2]}", WORKERS),
                Arguments.of(
                        "{\"AUTOSCALE_ENABLED\": \"true\"}", "flags.json: AUTOSCALE_ENABLED must be true or false"),
                Arguments.of("{\"AUTOSCALE_ENABLED\": 1}", "flags.json: AUTOSCALE_ENABLED must be true or false"),
                Arguments.of("{\"AUTOSCALE_ENABLED\": null}", "flags.json: AUTOSCALE_ENABLED must be true or false"),
                Arguments.of(
                        "{\"INCIDENT_AUTORECOVER\": {}}", "flags.json: INCIDENT_AUTORECOVER must be true or false"),
                Arguments.of("{\"NEW_QUEUE_ENABLED\": []}", "flags.json: NEW_QUEUE_ENABLED must be true or false"),
                Arguments.of("", NO_OBJECT),
                Arguments.of("  \n", NO_OBJECT),
                Arguments.of("\u0000\u0000\u0000", NO_OBJECT),
                Arguments.of("{\"WORKER_COUNT\": 3, \"AUTOSC", NO_OBJECT),
                Arguments.of("{\"WORKER_COUNT\": 3,\n\"x\": hunter2}", NO_OBJECT + "; line 2"),
                Arguments.of("{\"WORKER_COUNT\": 3,}", NO_OBJECT),
                Arguments.of("{\"WORKER_COUNT\": 3} x", NO_OBJECT),
                Arguments.of("{\"WORKER_COUNT\": 3} {}", NO_OBJECT),
                Arguments.of("{'WORKER_COUNT': 3}", NO_OBJECT),
                Arguments.of("{\"WORKER_COUNT\": 3} // hunter2", NO_OBJECT),
                Arguments.of("{\"x\": NaN}", NO_OBJECT),
                Arguments.of("{\"x\": " + "[".repeat(30_000), NO_OBJECT),
                Arguments.of("[1]", NO_OBJECT),
                Arguments.of("null", NO_OBJECT),
                Arguments.of("3", NO_OBJECT),
                Arguments.of("{\"WORKER_COUNT\": 3,\n\"WORKER_COUNT\": 4}", "flags.json: a key must be there once"),
                Arguments.of(
                        "{\"x\": 3,\n \"x\": \"hunter2\"}", "flags.json: a key must be there once; the one in line 2"),
                Arguments.of(
                        "{\"x\": \"" + "x".repeat(64 * 1024) + "\"}", "flags.json: the content must be at most 64 kB"));
    }

    @ParameterizedTest(name = "[{index}] {1}")
    @MethodSource("badContents")
    @DisplayName("bad content keeps the last good flags, says what is wrong, and is not written over")
    void badContentKeepsTheLastGood(String content, String problem) throws IOException {
        Files.writeString(file, GOOD);
        var good = store.read();

        Files.writeString(file, content);
        var bad = store.read();

        assertThat(bad.flags()).isEqualTo(LAST_GOOD);
        assertThat(bad.stored()).isTrue();
        assertThat(bad.version()).isNotEqualTo(good.version());
        assertThat(bad.problem().orElseThrow()).startsWith(problem).doesNotContain("hunter2");
        for (var expected : Stream.of(good, bad).toList()) {
            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> store.compareAndSet(expected, Flags.DEFAULTS))
                    .withMessageStartingWith("flags.json is bad and is not written");
        }
        assertThat(file).hasContent(content);
    }

    @ParameterizedTest(name = "[{index}] {1}")
    @MethodSource("badContents")
    @DisplayName("bad content from the start gives the defaults with the problem, and fails the check at start")
    void badContentAtStart(String content, String problem) throws IOException {
        Files.writeString(file, content);

        assertThat(store.read().flags()).isEqualTo(Flags.DEFAULTS);
        assertThat(store.read().problem().orElseThrow()).startsWith(problem);
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(store::check)
                .withMessageStartingWith(problem)
                .withMessageEndingWith("Correct the file, or remove it to start with the defaults")
                .withNoCause();
    }

    @Test
    @DisplayName("text that is not UTF-8 is bad content")
    void otherEncodingIsBad() throws IOException {
        Files.write(file, "{\"x\": \"é\"}".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(store.read().problem()).contains("flags.json: the content must be text in UTF-8");
    }

    @Test
    @DisplayName("the limits themselves are good: 1 and 10000 workers, 64 kB")
    void limitsAreGood() throws IOException {
        for (var workers : Stream.of(1, 10_000).toList()) {
            Files.writeString(file, "{\"WORKER_COUNT\": " + workers + "}");
            assertThat(store.read().flags().workerCount()).isEqualTo(workers);
        }
        Files.writeString(file, "{\"x\": \"" + "x".repeat(64 * 1024 - 9) + "\"}");
        assertThat(file).hasSize(64 * 1024);
        assertThat(store.read().problem()).isEmpty();
        assertThatCode(store::check).doesNotThrowAnyException();
    }

    @Test
    @DisplayName("a write that would make the file too long to be read is refused")
    void noWriteBeyondTheLimit() throws IOException {
        var full = "{\"x\": \"" + "x".repeat(64 * 1024 - 9) + "\"}";
        Files.writeString(file, full);

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> store.compareAndSet(store.read(), Flags.DEFAULTS))
                .withMessageContaining("too long");
        assertThat(file).hasContent(full);
    }

    @Test
    @DisplayName("the problem is gone with the next good content, and writes work again")
    void correctedContentIsGood() throws IOException {
        Files.writeString(file, "{");
        store.read();

        Files.writeString(file, GOOD);

        assertThat(store.read().problem()).isEmpty();
        assertThat(store.read().flags()).isEqualTo(LAST_GOOD);
        assertThat(store.compareAndSet(store.read(), Flags.DEFAULTS)).isTrue();
    }

    @Test
    @DisplayName("a file that was removed and comes back bad gives the defaults, not what was before")
    void removedThenBad() throws IOException {
        Files.writeString(file, GOOD);
        store.read();
        Files.delete(file);
        store.read();

        Files.writeString(file, "{");

        assertThat(store.read().flags()).isEqualTo(Flags.DEFAULTS);
        assertThat(store.read().problem()).isPresent();
    }

    @Test
    @DisplayName("a folder in the file's place cannot be read, and keeps the last good flags")
    void folderInItsPlace() throws IOException {
        Files.writeString(file, GOOD);
        store.read();

        Files.delete(file);
        Files.createDirectory(file);

        assertUnreadable("flags.json cannot be read: Not a regular file");
    }

    @Test
    @DisplayName("links that lead in a circle cannot be read, and keep the last good flags")
    void circleOfLinks() throws IOException {
        Files.writeString(file, GOOD);
        store.read();

        Files.delete(file);
        Files.createSymbolicLink(file, file.getFileName());

        assertUnreadable("flags.json cannot be read: ");
    }

    @Test
    @DisplayName("a file in the folder's place cannot be read, and keeps the last good flags")
    void fileInTheFoldersPlace() throws IOException {
        Files.writeString(file, GOOD);
        store.read();

        Files.delete(file);
        Files.delete(folder);
        Files.writeString(folder, "");

        assertUnreadable("flags.json cannot be read: ");
    }

    private void assertUnreadable(String problem) {
        assertThat(store.read().flags()).isEqualTo(LAST_GOOD);
        assertThat(store.read().problem().orElseThrow()).startsWith(problem);
        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> store.compareAndSet(store.read(), Flags.DEFAULTS))
                .withMessageStartingWith("flags.json cannot be written: ")
                .withCauseInstanceOf(IOException.class);
        assertThatExceptionOfType(ConfigurationException.class).isThrownBy(() -> new FileFlagStore(file).check());
    }
}
