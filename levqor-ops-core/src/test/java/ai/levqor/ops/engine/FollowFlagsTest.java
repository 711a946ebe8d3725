package ai.levqor.ops.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.engine.ScaleReport.Result;
import ai.levqor.ops.spi.state.Flags;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FollowFlagsTest {
    private final FakeBackend backend = new FakeBackend();

    @Test
    @DisplayName("with the switch off, the pool a host started with is left alone whatever the flag says")
    void offLeavesThePoolAlone() {
        backend.pool.size = 8;
        backend.flags.set(Flags.DEFAULTS);

        try (var engine = backend.engine()) {
            engine.autoscaler().followFlags();
            engine.autoscaler().followFlags();
        }
        assertThat(backend.pool.targets).isEmpty();
    }

    @Test
    @DisplayName("with the switch on, the pool follows the flag: after a kill between flag and pool, too")
    void onFollowsTheFlag() {
        backend.flags.set(new Flags(3, true, false, false, Optional.empty(), Optional.empty()));

        try (var engine = backend.engine()) {
            engine.autoscaler().followFlags();
            engine.autoscaler().followFlags();
        }
        assertThat(backend.pool.targets).containsExactly(3);
    }

    @Test
    @DisplayName("a worker count changed by hand takes effect, even with the switch off")
    void handEditTakesEffect() {
        backend.flags.set(Flags.DEFAULTS);

        try (var engine = backend.engine()) {
            engine.autoscaler().followFlags();
            backend.flags.set(Flags.DEFAULTS.scaledTo(4, FakeTime.START));
            engine.autoscaler().followFlags();
            engine.autoscaler().followFlags();
        }
        assertThat(backend.pool.targets).containsExactly(4);
    }

    @Test
    @DisplayName("a change between the first tick and the first look at the flags is a person's order too")
    void changeAfterTheFirstTick() {
        backend.flags.set(Flags.DEFAULTS);

        try (var engine = backend.engine()) {
            engine.tick();
            backend.flags.set(Flags.DEFAULTS.scaledTo(4, FakeTime.START));
            engine.autoscaler().followFlags();
        }
        assertThat(backend.pool.targets).containsExactly(4);
    }

    @Test
    @DisplayName("flags with a problem move nothing")
    void badFlagsMoveNothing() {
        backend.enable();
        backend.flags.set(backend.flags.current.scaledTo(4, FakeTime.START));
        backend.flags.problem = Optional.of("WORKER_COUNT must be an integer");

        try (var engine = backend.engine()) {
            engine.autoscaler().followFlags();

            assertThat(engine.health().sources())
                    .contains(
                            new SourceHealth("flags", SourceHealth.Status.DEGRADED, "WORKER_COUNT must be an integer"));
            backend.queue = () -> backend.depth(50);
            assertThat(engine.tick().outcome().result()).isEqualTo(Result.STORE_FAILED);
        }
        assertThat(backend.pool.targets).isEmpty();
    }

    @Test
    @DisplayName("a pool that failed is told again, and the step is reported as it is")
    void poolIsToldAgain() {
        backend.enable();
        backend.queue = () -> backend.depth(50);
        backend.pool.broken = true;

        try (var engine = backend.engine()) {
            assertThat(engine.tick().outcome().result()).isEqualTo(Result.POOL_FAILED);
            assertThat(backend.flags.current.workerCount()).isEqualTo(3);
            assertThat(engine.health().sources())
                    .contains(new SourceHealth("reload", SourceHealth.Status.DEGRADED, "failed"));

            backend.pool.broken = false;
            engine.autoscaler().followFlags();

            assertThat(backend.pool.targets).containsExactly(3);
            assertThat(engine.health().status()).isEqualTo(SourceHealth.Status.UP);
        }
    }
}
