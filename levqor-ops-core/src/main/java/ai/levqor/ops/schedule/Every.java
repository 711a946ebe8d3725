package ai.levqor.ops.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** At every whole multiple of a period since 1970 in UTC. */
public record Every(Duration period) implements Schedule {
    @Override
    public Optional<Instant> next(Instant after) {
        throw new UnsupportedOperationException("not written yet");
    }

    @Override
    public String text() {
        throw new UnsupportedOperationException("not written yet");
    }
}
