package ai.levqor.ops.local;

import ai.levqor.ops.spi.fleet.FleetBoard;
import ai.levqor.ops.spi.fleet.FleetBoardContract;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;

@DisplayName("a board in memory")
class InMemoryFleetBoardTest extends FleetBoardContract {
    private final AtomicLong nanos = new AtomicLong();
    private final FleetBoard board = new InMemoryFleetBoard(nanos::get);

    @Override
    protected FleetBoard board() {
        return board;
    }

    @Override
    protected void passes(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
