package ai.levqor.ops.stripe;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** The time of these tests. */
final class Times {
    static final Instant NOW = Instant.parse("2026-03-20T15:00:00Z");
    static final LocalDate TODAY = LocalDate.ofInstant(NOW, ZoneOffset.UTC);

    private Times() {}

    static Instant at(String time) {
        return Instant.parse("2026-03-" + time + "Z");
    }
}
