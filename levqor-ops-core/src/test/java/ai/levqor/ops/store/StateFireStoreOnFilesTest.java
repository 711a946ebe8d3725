package ai.levqor.ops.store;

import ai.levqor.ops.spi.state.FireStore;
import ai.levqor.ops.spi.state.FireStoreContract;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("fires in files of one folder")
class StateFireStoreOnFilesTest extends FireStoreContract {
    private final Path folder;

    StateFireStoreOnFilesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Override
    protected FireStore store(Clock clock, LongSupplier ticker) {
        return new StateFireStore(new FileStateStore(folder), clock, ticker);
    }

    @Override
    protected int mostKept() {
        return FireRoom.MOST;
    }
}
