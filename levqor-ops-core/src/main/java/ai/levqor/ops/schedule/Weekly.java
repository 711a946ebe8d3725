package ai.levqor.ops.schedule;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;

/** Each week on a day at a time of a zone. */
public record Weekly(DayOfWeek day, LocalTime time, ZoneId zone) implements Schedule {
    @Override
    public Optional<Instant> next(Instant after) {
        throw new UnsupportedOperationException("not written yet");
    }

    @Override
    public String text() {
        throw new UnsupportedOperationException("not written yet");
    }
}
