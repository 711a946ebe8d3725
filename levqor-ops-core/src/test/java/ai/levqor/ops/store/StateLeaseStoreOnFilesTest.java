package ai.levqor.ops.store;

import ai.levqor.ops.spi.state.LeaseStore;
import ai.levqor.ops.spi.state.LeaseStoreContract;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("leases in files of one folder")
class StateLeaseStoreOnFilesTest extends LeaseStoreContract {
    private final Path folder;
    private final AtomicLong time = new AtomicLong();

    StateLeaseStoreOnFilesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Override
    protected LeaseStore store() {
        return new StateLeaseStore(new FileStateStore(folder), time::get);
    }

    @Override
    protected Duration length() {
        return Duration.ofMillis(100);
    }

    @Override
    protected void passes(Duration passed) {
        time.addAndGet(passed.toNanos());
    }

    @Override
    protected long elapsed() {
        return time.get();
    }
}
