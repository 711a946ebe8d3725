package ai.levqor.ops.engine.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.engine.FakeTime;
import ai.levqor.ops.engine.ask.DeadlineCaller;
import ai.levqor.ops.local.InMemoryStateStore;
import ai.levqor.ops.spi.ServerCondition;
import ai.levqor.ops.spi.ServerCondition.Durability;
import ai.levqor.ops.spi.ServerReporting;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.state.StateStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("How durable the state store's server is")
class StoreGradeTest {
    private final FakeTime time = new FakeTime();
    private final Server server = new Server();

    @Test
    @DisplayName("is asked once a minute at the most, and told meanwhile as it was")
    void onceAMinute() {
        var grade = grade(server);
        assertThat(grade.known()).contains(Durability.ALWAYS);

        server.durability = Optional.of(Durability.NONE);
        time.pass(Duration.ofSeconds(59));
        assertThat(grade.known()).contains(Durability.ALWAYS);
        time.pass(Duration.ofSeconds(1));

        assertThat(grade.known()).contains(Durability.NONE);
        assertThat(server.asked).hasValue(2);
    }

    @Test
    @DisplayName("stays as it was known while the server is away, which the state itself tells")
    void away() {
        var grade = grade(server);
        assertThat(grade.known()).contains(Durability.ALWAYS);

        server.durability = Optional.empty();
        time.pass(Duration.ofMinutes(1));

        assertThat(grade.known()).contains(Durability.ALWAYS);
        assertThat(server.asked).hasValue(2);
    }

    @Test
    @DisplayName("is asked at each look until the server has told it once")
    void untilTold() {
        server.durability = Optional.empty();
        var grade = grade(server);
        assertThat(grade.known()).isEmpty();

        server.durability = Optional.of(Durability.EVERYSEC);

        assertThat(grade.known()).contains(Durability.EVERYSEC);
    }

    @Test
    @DisplayName("is not known of a store that lives on no server")
    void noServer() {
        assertThat(grade(new InMemoryStateStore()).known()).isEmpty();
    }

    private StoreGrade grade(StateStore store) {
        return new StoreGrade(store, new DeadlineCaller(Duration.ofSeconds(10)), time);
    }

    private static final class Server implements StateStore, ServerReporting {
        private volatile Optional<Durability> durability = Optional.of(Durability.ALWAYS);
        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public Optional<Versioned> read(String key) {
            return Optional.empty();
        }

        @Override
        public Optional<String> compareAndSet(String key, Optional<String> expected, String value) {
            return Optional.empty();
        }

        @Override
        public ServerCondition condition() {
            asked.incrementAndGet();
            return new ServerCondition(
                    "7.0.15", durability.orElseThrow(() -> new UnavailableException("away")), List.of());
        }
    }
}
