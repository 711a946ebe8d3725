package ai.levqor.ops.local;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.spi.state.LeaseStore;
import ai.levqor.ops.spi.state.LeaseStoreContract;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("leases in memory")
class InMemoryLeaseStoreTest extends LeaseStoreContract {
    private static final long START = Long.MAX_VALUE - Duration.ofSeconds(1).toNanos();

    private final AtomicLong time = new AtomicLong(START);
    private final LeaseStore store = new InMemoryLeaseStore(time::get);

    @Override
    protected LeaseStore store() {
        return store;
    }

    @Override
    protected Duration length() {
        return Duration.ofSeconds(15);
    }

    @Override
    protected void passes(Duration passed) {
        time.addAndGet(passed.toNanos());
    }

    @Override
    protected long elapsed() {
        return time.get() - START;
    }

    @Test
    @DisplayName("last to the nanosecond")
    void exact() {
        var lease = store.take("leader", "a", length());
        passes(length().minusNanos(1));
        assertThat(store.take("leader", "b", length())).isEmpty();
        assertThat(store.holder("leader")).isEqualTo(lease);

        passes(Duration.ofNanos(1));

        assertThat(store.holder("leader")).isEmpty();
        assertThat(store.take("leader", "b", length())).isPresent();
    }
}
