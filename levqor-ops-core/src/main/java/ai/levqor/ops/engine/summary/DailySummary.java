package ai.levqor.ops.engine.summary;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.policy.forecast.Interval;
import ai.levqor.ops.spi.metrics.LatencyPercentiles;
import ai.levqor.ops.spi.metrics.Outcomes;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How the backend fared in a day. What is not known is empty, never zero.
 *
 * @param span the time it covers
 * @param uptime how long this instance has been running
 * @param traffic what was served in the last minute or so; empty if unknown
 * @param outcomes successes and failures in the last minutes; empty if unknown
 * @param steps how the workers were scaled; empty if unknown
 * @param freezes how often the cost guard stopped that; empty if unknown
 * @param incidents what went wrong; empty if unknown
 * @param deadLetters failed jobs that wait; empty if unknown
 * @param users who was active; empty if unknown
 * @param cost what it costs; empty if unknown
 * @param troubledJobs the jobs of which a time was failed or missed; empty if unknown
 */
public record DailySummary(
        Span span,
        Duration uptime,
        Optional<Traffic> traffic,
        Optional<Outcomes> outcomes,
        Optional<Steps> steps,
        Optional<Freezes> freezes,
        Optional<Incidents> incidents,
        OptionalLong deadLetters,
        Optional<Users> users,
        Optional<Cost> cost,
        Optional<List<TroubledJob>> troubledJobs) {

    /** Copies the list. */
    public DailySummary {
        requireNonNull(span, "span");
        requireNonNull(uptime, "uptime");
        troubledJobs = troubledJobs.map(List::copyOf);
    }

    /** The day it is dated by. */
    public LocalDate date() {
        return span.date();
    }

    /**
     * The time a summary covers: from the same time of the day before until now. That is 24 hours, and 23 or 25 where the
     * clocks of the zone were changed in between, so that summaries of two days at the same time leave no hour out.
     *
     * @param at now
     * @param zone whose days and times these are
     */
    public record Span(Instant at, ZoneId zone) {

        /** The date now. */
        public LocalDate date() {
            return at.atZone(zone).toLocalDate();
        }

        /** When it begins. */
        public Instant from() {
            return at.atZone(zone).minusDays(1).toInstant();
        }

        /** Whether it holds a moment; its beginning belongs to it, its end does not, unless it is now. */
        public boolean holds(Instant moment) {
            return !moment.isBefore(from()) && !moment.isAfter(at);
        }
    }

    /**
     * What was served in the window of the latency.
     *
     * @param requests how many
     * @param latency of these; empty if there were none
     */
    public record Traffic(long requests, Optional<LatencyPercentiles> latency) {}

    /**
     * How the workers were scaled.
     *
     * @param ups steps up
     * @param downs steps down
     */
    public record Steps(long ups, long downs) {}

    /**
     * How often the cost guard began to stand.
     *
     * @param times how often; one that stood from the beginning counts
     * @param since what was before this is not remembered
     */
    public record Freezes(long times, Instant since) {}

    /**
     * Recoveries that were called for and begun.
     *
     * @param count how many
     * @param recovered of these, everything was done
     * @param failed of these, something went wrong
     * @param newest the last one
     */
    public record Incidents(long count, long recovered, long failed, Optional<Newest> newest) {

        /**
         * One incident.
         *
         * @param id its name
         * @param trigger what called for it, as a code
         */
        public record Newest(String id, String trigger) {}
    }

    /**
     * Active users.
     *
     * @param day the last day that was counted
     * @param daily distinct users of that day
     * @param weekly of the seven days until it
     * @param monthly of the thirty days until it
     */
    public record Users(LocalDate day, Figure daily, Figure weekly, Figure monthly) {}

    /**
     * A number and what it was before.
     *
     * @param value on the day
     * @param dayBefore on the day before
     * @param weekBefore on the same weekday of the week before
     */
    public record Figure(OptionalLong value, OptionalLong dayBefore, OptionalLong weekBefore) {

        /** The change to the day before. */
        public OptionalLong dayChange() {
            return change(dayBefore);
        }

        /** The change to the same weekday of the week before. */
        public OptionalLong weekChange() {
            return change(weekBefore);
        }

        private OptionalLong change(OptionalLong before) {
            return value.isEmpty() || before.isEmpty()
                    ? OptionalLong.empty()
                    : OptionalLong.of(value.getAsLong() - before.getAsLong());
        }
    }

    /**
     * What the backend costs.
     *
     * @param currency of all amounts
     * @param today since midnight UTC; empty if unknown
     * @param next30d the forecast; empty if there is none
     * @param band holds it in 80 of 100 cases; empty if that cannot be said
     * @param limitPerDay what may be spent a day; empty if there is no limit
     * @param partial whether something is missing in the forecast
     */
    public record Cost(
            Currency currency,
            OptionalDouble today,
            OptionalDouble next30d,
            Optional<Interval> band,
            Optional<BigDecimal> limitPerDay,
            boolean partial) {}

    /**
     * A job that did not do all it should.
     *
     * @param name of the job
     * @param failed how many of its times failed, or were left by an instance that died
     * @param missed how many of its times passed without a run
     */
    public record TroubledJob(String name, long failed, long missed) {}
}
