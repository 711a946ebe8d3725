package ai.levqor.ops.engine.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.engine.FakeTime;
import ai.levqor.ops.engine.ask.DeadlineCaller;
import ai.levqor.ops.policy.Reading;
import ai.levqor.ops.policy.Reading.UnknownCause;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AvailabilityTest {
    private static final Duration WINDOW = Duration.ofMinutes(5);

    private final FakeTime time = new FakeTime();
    private boolean serves = true;

    @Test
    @DisplayName("is the share of the probes in the window, and what is older is forgotten")
    void window() {
        try (var caller = new DeadlineCaller(Duration.ofSeconds(10))) {
            var availability = new Availability(Optional.of(() -> serves), WINDOW, caller, time);
            serves = false;
            assertThat(share(availability)).isEqualTo(0.0);
            serves = true;
            time.pass(Duration.ofMinutes(2));
            assertThat(share(availability)).isEqualTo(0.5);
            time.pass(Duration.ofMinutes(3));
            assertThat(share(availability)).as("just in the window").isEqualTo(2 / 3.0);
            time.pass(Duration.ofNanos(1));
            assertThat(share(availability)).isEqualTo(1.0);
        }
    }

    @Test
    @DisplayName("is not judged where nothing probes")
    void none() {
        try (var caller = new DeadlineCaller(Duration.ofSeconds(10))) {
            var availability = new Availability(Optional.empty(), WINDOW, caller, time);

            assertThat(availability.probe(time.instant())).isEqualTo(Reading.unknown(UnknownCause.NOT_CONFIGURED));
        }
    }

    private double share(Availability availability) {
        return availability.probe(time.instant()).value().orElseThrow();
    }
}
