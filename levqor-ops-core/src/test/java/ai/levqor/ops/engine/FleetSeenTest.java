package ai.levqor.ops.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.engine.Engine.Companions;
import ai.levqor.ops.engine.fleet.Fleet;
import ai.levqor.ops.engine.fleet.FleetParts;
import ai.levqor.ops.engine.fleet.FleetSetup;
import ai.levqor.ops.engine.verify.Finding;
import ai.levqor.ops.engine.verify.FleetCheck;
import ai.levqor.ops.local.InMemoryFleetBoard;
import ai.levqor.ops.local.InMemoryLeaseStore;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The nightly look at a fleet")
class FleetSeenTest {
    private static final Duration LENGTH = Duration.ofSeconds(15);

    private final FakeBackend backend = new FakeBackend();
    private final InMemoryFleetBoard board = new InMemoryFleetBoard(backend.time);
    private final InMemoryLeaseStore leases = new InMemoryLeaseStore(backend.time);
    private Engine engine;

    @BeforeEach
    void begin() {
        backend.companions = Optional.of(new Companions(new FleetSetup("a", LENGTH), new FleetParts(board, leases)));
        engine = backend.engine();
        engine.fleet().ifPresent(Fleet::beat);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    @DisplayName("passes while this instance is on the board and somebody there leads")
    void well() throws Exception {
        assertThat(look()).isEqualTo(Finding.passed("1 instance, a leads"));

        board.post("b", "{}", LENGTH);

        assertThat(look()).isEqualTo(Finding.passed("2 instances, a leads"));
    }

    @Test
    @DisplayName("fails if this instance is not on the board")
    void notOnBoard() throws Exception {
        board.post("b", "{}", LENGTH);
        board.leave("a");

        assertThat(look()).isEqualTo(Finding.failed("this instance, a, is not on the board, which has 1 instance"));
    }

    @Test
    @DisplayName("fails if nobody leads")
    void nobodyLeads() throws Exception {
        assertThat(leases.release(leases.holder("leader").orElseThrow())).isTrue();

        assertThat(look()).isEqualTo(Finding.failed("nobody leads; the board has 1 instance"));
    }

    @Test
    @DisplayName("fails if whoever leads is not on the board")
    void strangerLeads() throws Exception {
        leases.release(leases.holder("leader").orElseThrow());
        assertThat(leases.take("leader", "stranger", LENGTH)).isPresent();

        assertThat(look()).isEqualTo(Finding.failed("stranger leads, and is not on the board, which has 1 instance"));
    }

    @Test
    @DisplayName("leaves no gauge behind when the autopilot is closed")
    void noGaugeLeft() {
        engine.close();

        assertThat(backend.registry.getMeters())
                .extracting(meter -> meter.getId().getName())
                .noneMatch(name -> name.startsWith("levqor.fleet."));
    }

    private Finding look() throws Exception {
        return FleetCheck.of(engine.fleet().orElseThrow()).look().call();
    }
}
