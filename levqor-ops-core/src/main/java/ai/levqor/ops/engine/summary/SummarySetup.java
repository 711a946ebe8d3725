package ai.levqor.ops.engine.summary;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * What a summary must be told.
 *
 * @param zone whose date it is dated by: that of its schedule
 * @param startedAt when this instance began
 * @param spendLimit what may be spent a day; empty if there is no limit
 */
public record SummarySetup(ZoneId zone, Instant startedAt, Optional<BigDecimal> spendLimit) {
    /** The zone of the schedule unless it is set otherwise. */
    public static final ZoneId USUAL_ZONE = ZoneId.of("Europe/London");

    public SummarySetup {
        requireNonNull(zone, "zone");
        requireNonNull(startedAt, "startedAt");
        requireNonNull(spendLimit, "spendLimit");
    }
}
