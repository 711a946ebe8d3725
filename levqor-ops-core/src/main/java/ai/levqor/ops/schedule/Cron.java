package ai.levqor.ops.schedule;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * As a line of crontab says, in a zone: minute, hour, day of month, month, day of week. A field is {@code *}, a number, a
 * range {@code 1-5}, a step {@code *}{@code /5} or {@code 1-23/2}, or a list of them; months and days have names too
 * ({@code JAN}, {@code MON}), and both 0 and 7 are Sunday.
 *
 * <ul>
 *   <li>If both days are restricted, either is enough, as in crontab: {@code 0 9 13 * FRI} is each 13th and each Friday. A
 *       day field that begins with {@code *} does not restrict so: it must match as well.
 *   <li>A line that names its hours is due once at each of its local times: those in a gap at the first instant after
 *       the gap, together once; those in an overlap at the first of their two instants.
 *   <li>A line for each hour, or with a step in its hours, goes by the clock on the wall as time goes on:
 *       {@code *}{@code /5 * * * *} is due every five minutes of real time, through both passes of an overlap and without
 *       a make-up after a gap.
 *   <li>A line for a day that no month has, {@code 0 0 30 2 *}, is never due.
 * </ul>
 */
public final class Cron implements Schedule {
    private final String expression;
    private final ZoneId zone;
    private final CronLine line;

    /**
     * Reads a line.
     *
     * @param expression five fields, in any case
     * @throws IllegalArgumentException if it is not such a line; the message has the line and the rule it breaks
     */
    public Cron(String expression, ZoneId zone) {
        this.expression = CronText.tidy(expression);
        this.zone = requireNonNull(zone, "zone");
        this.line = CronText.parse(this.expression);
    }

    /** The line, in capitals and with one space between fields. */
    public String expression() {
        return expression;
    }

    public ZoneId zone() {
        return zone;
    }

    @Override
    public Optional<Instant> next(Instant after) {
        if (line.isNever()) {
            return Optional.empty();
        }
        return line.namesHours() ? line.nextOnce(after, zone) : line.nextShown(after, zone);
    }

    @Override
    public String text() {
        return "cron " + expression + " " + zone.getId();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cron cron && expression.equals(cron.expression) && zone.equals(cron.zone);
    }

    @Override
    public int hashCode() {
        return 31 * expression.hashCode() + zone.hashCode();
    }

    @Override
    public String toString() {
        return "Cron[expression=" + expression + ", zone=" + zone + "]";
    }
}
