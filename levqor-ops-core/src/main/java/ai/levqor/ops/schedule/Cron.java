package ai.levqor.ops.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/** As a line of crontab says, in a zone. */
public record Cron(String expression, ZoneId zone) implements Schedule {
    @Override
    public Optional<Instant> next(Instant after) {
        throw new UnsupportedOperationException("not written yet");
    }

    @Override
    public String text() {
        throw new UnsupportedOperationException("not written yet");
    }
}
