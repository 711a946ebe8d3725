package ai.levqor.ops.engine.cost;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.policy.forecast.BackTest;
import ai.levqor.ops.policy.forecast.CostForecast;
import ai.levqor.ops.policy.forecast.RecentSpend;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the backend costs, and will.
 *
 * @param computedAt when this was reckoned
 * @param method how usage and volumes are forecast
 * @param forecast the next 30 days; its parts are those of {@code parts}, in the same order
 * @param backTest the method held against the past of the total, without what has a price; empty if that is too short
 * @param spend of the sources that are known, in the currency of the total; empty if none is
 * @param parts what is forecast apart
 * @param sources how each source fares
 * @param partial whether something is missing in the forecast, or is not of today: a source that was not read or whose last
 *     read has failed, an item without history, a currency without a rate
 * @param missing why there is no forecast; empty if there is one
 */
public record CostReport(
        Instant computedAt,
        String method,
        CostForecast forecast,
        Optional<BackTest> backTest,
        Optional<RecentSpend> spend,
        List<Part> parts,
        List<Source> sources,
        boolean partial,
        Optional<Missing> missing) {

    /** Copies the lists. */
    public CostReport {
        requireNonNull(computedAt, "computedAt");
        requireNonNull(missing, "missing");
        parts = List.copyOf(parts);
        sources = List.copyOf(sources);
    }

    /**
     * Something that is forecast apart.
     *
     * @param source its source; that of a price is {@code fixed}
     * @param item its name within the source
     * @param kind {@code fixed}, {@code usage}, {@code fee} or {@code loss}
     * @param last30 what is known of the last 30 complete days, in its own currency; a price is reckoned by the calendar
     * @param volume30 what that is a fee of; empty if it is none
     * @param forecast of it
     */
    public record Part(
            String source,
            String item,
            String kind,
            double last30,
            OptionalDouble volume30,
            CostForecast.Part forecast) {}

    /**
     * A source.
     *
     * @param name of the source
     * @param state how it fares
     * @param readAt when it was last read well
     * @param newest the newest day it tells of
     */
    public record Source(String name, SourceState state, Optional<Instant> readAt, Optional<LocalDate> newest) {}

    /** How a source fares. */
    public enum SourceState {
        /** It was read when it was last due. */
        FRESH,
        /** It cannot be read now; what it said before still serves. */
        LAST_GOOD,
        /** It was never read. */
        UNREAD
    }

    /** Why there is no forecast. */
    public enum Missing {
        /** Nothing is configured that costs. */
        NO_SOURCES,
        /** No source was read yet. */
        NOT_READ_YET,
        /** No source has a complete day. */
        NO_HISTORY
    }
}
