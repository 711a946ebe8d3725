package ai.levqor.ops.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.state.StateStore;
import ai.levqor.ops.spi.state.StateStoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileStateStoreTest extends StateStoreContract {
    private final Path folder;

    FileStateStoreTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Override
    protected StateStore store() {
        return new FileStateStore(folder.resolve("data/state"));
    }

    @Test
    @DisplayName("a value that comes back after its file was removed has a version of its own")
    void versionsNeverReturnAfterRemoval() throws IOException {
        var store = store();
        var before = store.compareAndSet("k", Optional.empty(), "x");
        Files.delete(folder.resolve("data/state/k.state"));

        var after = store.compareAndSet("k", Optional.empty(), "x");

        assertThat(after).isPresent().isNotEqualTo(before);
    }

    @Test
    @DisplayName("a value changed by hand has another version")
    void handEditIsAChange() throws IOException {
        var store = store();
        var before = store.compareAndSet("k", Optional.empty(), "x");
        var file = folder.resolve("data/state/k.state");

        Files.writeString(file, Files.readString(file).replace("\nx", "\nby hand"));

        assertThat(store.read("k").orElseThrow().value()).isEqualTo("by hand");
        assertThat(store.compareAndSet("k", before, "y")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "0123456789012345678901234567890123456789", "\uFFFF"})
    @DisplayName("a damaged file is a fault that names the file, not a value, and is not written over")
    void damagedFileIsAFault(String content) throws IOException {
        var file = folder.resolve("data/state/k.state");
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> store().read("k"))
                .withMessageContaining("k.state is damaged");
        assertThat(store().compareAndSet("k", Optional.empty(), "x")).isEmpty();
        assertThat(file).hasContent(content);
    }

    @Test
    @DisplayName("a file in the folder's place is a fault that keeps its cause")
    void noFolderIsAFault() throws IOException {
        Files.createFile(folder.resolve("data"));

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> store().read("k"))
                .withCauseInstanceOf(IOException.class);
        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> store().compareAndSet("k", Optional.empty(), "x"))
                .withCauseInstanceOf(IOException.class);
    }
}
