package ai.levqor.ops.schedule;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;

/** Each day at a time of a zone. */
public record Daily(LocalTime time, ZoneId zone) implements Schedule {
    @Override
    public Optional<Instant> next(Instant after) {
        throw new UnsupportedOperationException("not written yet");
    }

    @Override
    public String text() {
        throw new UnsupportedOperationException("not written yet");
    }
}
