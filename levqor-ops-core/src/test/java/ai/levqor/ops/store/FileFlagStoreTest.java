package ai.levqor.ops.store;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.spi.state.FlagStore;
import ai.levqor.ops.spi.state.FlagStoreContract;
import ai.levqor.ops.spi.state.Flags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileFlagStoreTest extends FlagStoreContract {
    private static final Instant AT = Instant.parse("2026-11-23T15:00:00Z");

    private final Path folder;
    private final Path file;

    FileFlagStoreTest(@TempDir Path folder) {
        this.folder = folder;
        this.file = folder.resolve("config/flags.json");
    }

    @Override
    protected FlagStore store() {
        return new FileFlagStore(file);
    }

    @Test
    @DisplayName("a missing file is created on the first write, with its folders, and not before")
    void missingFileIsCreated() throws IOException {
        var store = new FileFlagStore(file);
        store.check();

        var reading = store.read();
        assertThat(folder).isEmptyDirectory();
        store.compareAndSet(reading, Flags.DEFAULTS.scaledTo(3, AT));

        assertThat(file).hasContent("""
                        {
                          "WORKER_COUNT": 3,
                          "AUTOSCALE_ENABLED": false,
                          "INCIDENT_AUTORECOVER": false,
                          "NEW_QUEUE_ENABLED": false,
                          "LAST_AUTOSCALE": "2026-11-23T15:00:00Z",
                          "updated_at": "2026-11-23T15:00:00Z"
                        }
                        """);
    }

    @Test
    @DisplayName("a write changes the values that change, and not one other character")
    void everythingElseSurvives() throws IOException {
        var before = """
                {"note":"caf\\u00e9 \u2615 \\/ ",
                   "WORKER_COUNT" : 2 , "big": 123456789012345678901234567890, "price": 1.10, "tiny": 1e-7,\t"zero": -0.0,
                 "AUTOSCALE_ENABLED":true,
                 "nested": {"WORKER_COUNT": "mine", "updated_at": [1.50, {}, [], null], "": "}"},
                   "LAST_AUTOSCALE": null,
                 "INCIDENT_AUTORECOVER": false, "NEW_QUEUE_ENABLED":   true,
                 "updated_at": "2026-11-23T14:00:00.000+00:00",  "last": ","

                   }\r\n\t""";
        given(before);
        var store = store();

        assertThat(store.compareAndSet(store.read(), new Flags(4, true, true, true, Optional.of(AT), Optional.of(AT))))
                .isTrue();

        assertThat(Files.readString(file))
                .isEqualTo(before.replace("\"WORKER_COUNT\" : 2", "\"WORKER_COUNT\" : 4")
                        .replace("\"LAST_AUTOSCALE\": null", "\"LAST_AUTOSCALE\": \"2026-11-23T15:00:00Z\"")
                        .replace("\"INCIDENT_AUTORECOVER\": false", "\"INCIDENT_AUTORECOVER\": true")
                        .replace("2026-11-23T14:00:00.000+00:00", "2026-11-23T15:00:00Z"));
    }

    @Test
    @DisplayName("other people's values may be as long, as deep and as exact as the file is long")
    void extremeValuesSurvive() throws IOException {
        var values = "\"digits\": " + "9".repeat(5000) + ".10, \"deep\": " + "[".repeat(5000) + "]".repeat(5000)
                + ", \"" + "k".repeat(5000) + "\": \"" + "v".repeat(30_000) + "\"";
        given("{" + values + ", \"WORKER_COUNT\": 2}");
        var store = store();

        store.compareAndSet(store.read(), Flags.DEFAULTS.scaledTo(3, AT));

        assertThat(Files.readString(file)).startsWith("{" + values + ", \"WORKER_COUNT\": 3,");
    }

    @Test
    @DisplayName("writing the same flags again changes nothing at all, however they are written")
    void sameFlagsSameText() throws IOException {
        var text =
                "{ \"WORKER_COUNT\": 2, \"AUTOSCALE_ENABLED\": true, \"INCIDENT_AUTORECOVER\": false, \"NEW_QUEUE_ENABLED\":"
                        + "false, \"LAST_AUTOSCALE\": \"2026-11-23T15:00:00.000Z\", \"updated_at\": \"yesterday, Ann\"}";
        given(text);
        var store = store();

        store.compareAndSet(store.read(), store.read().flags());

        assertThat(file).hasContent(text);
    }

    @Test
    @DisplayName("missing known keys have their defaults, and are added at the end by a write, in the file's manner")
    void missingKeysAreAppended() throws IOException {
        given("{\r\n\t\"mine\": {\"a\": 1},\r\n\t\"AUTOSCALE_ENABLED\": true\r\n}");
        var store = store();
        var reading = store.read();

        store.compareAndSet(reading, reading.flags());

        assertThat(reading.flags()).isEqualTo(new Flags(2, true, false, false, Optional.empty(), Optional.empty()));
        assertThat(Files.readString(file))
                .isEqualTo(
                        "{\r\n\t\"mine\": {\"a\": 1},\r\n\t\"AUTOSCALE_ENABLED\": true,\r\n\t\"WORKER_COUNT\": 2,\r\n\t"
                                + "\"INCIDENT_AUTORECOVER\": false,\r\n\t\"NEW_QUEUE_ENABLED\": false,\r\n\t"
                                + "\"LAST_AUTOSCALE\": null,\r\n\t\"updated_at\": null\r\n}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", " { } ", "{\n}\n", "\uFEFF{}", "\uFEFF{\"a\":1}", "{\"a\":1}", "{\"a\":1.50}\n"})
    @DisplayName("a file without known keys is good, and still is after a write")
    void anyObjectWillDo(String text) throws IOException {
        given(text);
        var store = store();

        assertThat(store.read().flags()).isEqualTo(Flags.DEFAULTS);
        assertThat(store.compareAndSet(store.read(), Flags.DEFAULTS.scaledTo(3, AT)))
                .isTrue();

        assertThat(store.read().problem()).isEmpty();
        assertThat(store.read().flags()).isEqualTo(Flags.DEFAULTS.scaledTo(3, AT));
        assertThat(Files.readString(file))
                .startsWith(text.substring(0, text.lastIndexOf('}')).stripTrailing());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"yesterday, Ann\"", "\"\"", "null", "17", "1.50", "true", "{\"by\": \"Ann\"}", "[1, 2]"})
    @DisplayName("whatever people wrote as updated_at is no problem, stays while unknown, and gives way to a time")
    void updatedAtMayBeAnything(String value) throws IOException {
        var text = "{\"WORKER_COUNT\": 2, \"updated_at\": " + value + ", \"x\": 1}";
        given(text);
        var store = store();
        var reading = store.read();

        assertThat(reading.problem()).isEmpty();
        assertThat(reading.flags().updatedAt()).isEmpty();

        store.compareAndSet(reading, reading.flags());
        assertThat(Files.readString(file)).contains("\"updated_at\": " + value + ", \"x\": 1");

        store.compareAndSet(store.read(), reading.flags().scaledTo(2, AT));
        assertThat(Files.readString(file)).contains("\"updated_at\": \"" + AT + "\", \"x\": 1");
    }

    @Test
    @DisplayName("a change made by hand is seen by the next read, and stops a write that did not know of it")
    void handEditIsSeen() throws IOException {
        given("{\"WORKER_COUNT\": 2}");
        var store = store();
        var before = store.read();

        given("{\"WORKER_COUNT\": 9}");

        assertThat(store.compareAndSet(before, Flags.DEFAULTS)).isFalse();
        assertThat(store.read().flags().workerCount()).isEqualTo(9);
        assertThat(file).hasContent("{\"WORKER_COUNT\": 9}");
    }

    @Test
    @DisplayName("taking the file away switches everything off, as it would be after a restart")
    void removedFileIsOff() throws IOException {
        given("{\"WORKER_COUNT\": 5, \"AUTOSCALE_ENABLED\": true}");
        var store = store();
        assertThat(store.read().flags().autoscaleEnabled()).isTrue();

        Files.delete(file);

        assertThat(store.read()).isEqualTo(store().read());
        assertThat(store.read().flags()).isEqualTo(Flags.DEFAULTS);
        assertThat(store.read().stored()).isFalse();
        assertThat(store.compareAndSet(store.read(), Flags.DEFAULTS)).isTrue();
    }

    @Test
    @DisplayName("permissions stay as they are, and a new file has those of any new file")
    void permissionsStay() throws IOException {
        var store = store();
        var plain = Files.getPosixFilePermissions(Files.createFile(folder.resolve("plain")));
        store.compareAndSet(store.read(), Flags.DEFAULTS);
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(plain);

        Files.setPosixFilePermissions(file, fromString("rw-rw----"));
        store.compareAndSet(store.read(), Flags.DEFAULTS.scaledTo(3, AT));

        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(fromString("rw-rw----"));
    }

    @Test
    @DisplayName("a symbolic link stays, and what it points at is written, there or not yet")
    void linkIsFollowed() throws IOException {
        var real = folder.resolve("real/prod.json");
        Files.createDirectories(file.getParent());
        Files.createSymbolicLink(file.resolveSibling("hop.json"), Path.of("../real/prod.json"));
        Files.createSymbolicLink(file, Path.of("hop.json"));
        var byLink = store();
        var direct = new FileFlagStore(real);

        assertThat(byLink.compareAndSet(byLink.read(), Flags.DEFAULTS.scaledTo(3, AT)))
                .isTrue();
        assertThat(direct.compareAndSet(byLink.read(), Flags.DEFAULTS.scaledTo(4, AT)))
                .isTrue();

        assertThat(file).isSymbolicLink();
        assertThat(real).isRegularFile();
        assertThat(byLink.read().flags().workerCount()).isEqualTo(4);
        assertThat(file.getParent()).isDirectoryNotContaining("glob:**.lock");
    }

    @Test
    @DisplayName("a folder that is a symbolic link is as good as any")
    void linkedFolder() throws IOException {
        var real = Files.createDirectory(folder.resolve("real"));
        Files.createSymbolicLink(file.getParent(), real);
        var byLink = store();
        var direct = new FileFlagStore(real.resolve("flags.json"));

        assertThat(byLink.compareAndSet(byLink.read(), Flags.DEFAULTS.scaledTo(3, AT)))
                .isTrue();
        assertThat(direct.compareAndSet(byLink.read(), Flags.DEFAULTS.scaledTo(4, AT)))
                .isTrue();

        assertThat(byLink.read()).isEqualTo(direct.read());
        assertThat(file.getParent()).isSymbolicLink();
    }

    private void given(String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
