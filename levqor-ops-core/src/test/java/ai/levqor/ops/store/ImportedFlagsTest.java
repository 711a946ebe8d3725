package ai.levqor.ops.store;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.spi.state.FencedFlagStore;
import ai.levqor.ops.spi.state.FlagReading;
import ai.levqor.ops.spi.state.FlagStore;
import ai.levqor.ops.spi.state.FlagStoreContract;
import ai.levqor.ops.spi.state.Flags;
import ai.levqor.ops.spi.state.Lease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("flags that begin as those of a file")
class ImportedFlagsTest extends FlagStoreContract {
    private static final Flags SWITCHED = new Flags(3, true, false, true, Optional.empty(), Optional.empty());

    private Path kept;
    private Path file;

    @BeforeEach
    void paths(@TempDir Path folder) {
        kept = folder.resolve("kept.json");
        file = folder.resolve("flags.json");
    }

    @Override
    protected FlagStore store() {
        return new ImportedFlags(new FileFlagStore(kept), file);
    }

    @Test
    @DisplayName("are taken over once, when none are stored, and the file stays as it is")
    void takenOver() throws IOException {
        Files.writeString(
                file, "{\"MINE\": 1, \"WORKER_COUNT\": 3, \"AUTOSCALE_ENABLED\": true, \"NEW_QUEUE_ENABLED\": true}");
        var before = Files.readString(file);

        var reading = store().read();

        assertThat(reading.flags()).isEqualTo(SWITCHED);
        assertThat(reading.stored()).isTrue();
        assertThat(new FileFlagStore(kept).read().flags()).isEqualTo(SWITCHED);
        assertThat(file).hasContent(before);
    }

    @Test
    @DisplayName("are those of the store if it has some, whatever the file says")
    void storeWins() throws IOException {
        var inner = new FileFlagStore(kept);
        inner.compareAndSet(inner.read(), SWITCHED);
        Files.writeString(file, "{\"WORKER_COUNT\": 9}");

        assertThat(store().read().flags()).isEqualTo(SWITCHED);
    }

    @Test
    @DisplayName("are not read from the file again, when it changes or when the store was emptied")
    void once() throws IOException {
        var store = store();
        store.read();
        Files.writeString(file, "{\"WORKER_COUNT\": 9}");

        assertThat(store.read().flags()).isEqualTo(Flags.DEFAULTS);
    }

    @Test
    @DisplayName("are the defaults if the file is bad: nothing is switched on by half of it")
    void badFile() throws IOException {
        Files.writeString(file, "{\"AUTOSCALE_ENABLED\": true, \"WORKER_COUNT\": \"many\"}");

        var reading = store().read();

        assertThat(reading.flags()).isEqualTo(Flags.DEFAULTS);
        assertThat(reading.stored()).isFalse();
    }

    @Test
    @DisplayName("in a store that knows no leases are written without one")
    void unfenced() {
        var store = new ImportedFlags(new FileFlagStore(kept), file);

        assertThat(store.compareAndSet(store.read(), SWITCHED, new Lease("leader", "a", 1)))
                .isTrue();
        assertThat(store.read().flags()).isEqualTo(SWITCHED);
    }

    @Test
    @DisplayName("in a store that knows leases are written under one, and not under an old one")
    void fenced() {
        var store = new ImportedFlags(new Fencing(new FileFlagStore(kept)), file);

        assertThat(store.compareAndSet(store.read(), SWITCHED, new Lease("leader", "zombie", 1)))
                .isFalse();
        assertThat(store.read().flags()).isEqualTo(Flags.DEFAULTS);
        assertThat(store.compareAndSet(store.read(), SWITCHED, new Lease("leader", "a", 2)))
                .isTrue();
        assertThat(store.read().flags()).isEqualTo(SWITCHED);
    }

    /** Refuses the first token. */
    private record Fencing(FlagStore kept) implements FencedFlagStore {
        @Override
        public FlagReading read() {
            return kept.read();
        }

        @Override
        public boolean compareAndSet(FlagReading expected, Flags next) {
            return kept.compareAndSet(expected, next);
        }

        @Override
        public boolean compareAndSet(FlagReading expected, Flags next, Lease under) {
            return under.token() > 1 && kept.compareAndSet(expected, next);
        }
    }
}
