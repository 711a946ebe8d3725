package ai.levqor.ops.store.jdbc;

import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.activity.DayRange;
import ai.levqor.ops.store.jdbc.LogShape.Ids;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What is asked of the log, in SQL. The log is always {@code l}. */
final class LogSql {
    /** How far an ISO text's date may be from the day it counts for: its own offset, and that of the zone of days. */
    private static final int TEXT_MARGIN = 2;

    private final LogShape shape;
    private final ZoneId columnZone;
    private final ZoneId dayZone;

    LogSql(LogShape shape, ActivityTable table) {
        this.shape = shape;
        this.columnZone = table.columnZone();
        this.dayZone = table.dayZone();
    }

    LogShape shape() {
        return shape;
    }

    /** The log's user column. */
    String user() {
        return "l." + shape.user().quoted();
    }

    /** The log's time column. */
    String time() {
        return "l." + shape.time().quoted();
    }

    /** {@code FROM} the log {@code WHERE} its rows are of these days, by the column itself, so that an index helps. */
    Sql from(DayRange days) {
        return Sql.join("FROM " + shape.table() + " l WHERE %s" + shape.users(), within(days));
    }

    /** {@code FROM} the whole log, whatever the days. */
    Sql fromAll() {
        return Sql.of("FROM " + shape.table() + " l WHERE TRUE" + shape.users());
    }

    /** As {@link #from}, with known users alone, and exact for texts too. */
    Sql fromKnown(DayRange days) {
        var known = from(days).and(Sql.of(" AND " + user() + " IS NOT NULL"));
        return shape.type() == TimeType.ISO_TEXT ? Sql.join("%s AND %s", known, exactlyWithin(days)) : known;
    }

    /** The condition that a row is of these days, exact for texts too. */
    Sql exactlyWithin(DayRange days) {
        return shape.type() == TimeType.ISO_TEXT
                ? new Sql("%1$s >= ? AND %1$s < ?".formatted(instantOfText()), bounds(days))
                : within(days);
    }

    /** The condition that a row is of these days. */
    Sql within(DayRange days) {
        return new Sql("%1$s >= ? AND %1$s < ?".formatted(time()), rawBounds(days));
    }

    /** A moment as a value to compare the time column with. */
    Object bound(Instant at) {
        return switch (shape.type()) {
            case EPOCH_S -> at.getEpochSecond();
            case EPOCH_MS -> at.toEpochMilli();
            case TIMESTAMP -> LocalDateTime.ofInstant(at, columnZone);
            case DATE -> at.atZone(dayZone).toLocalDate();
            case AUTO, TIMESTAMPTZ, ISO_TEXT -> at.atOffset(ZoneOffset.UTC);
        };
    }

    /** The days, as values to compare the time column with. */
    List<Object> rawBounds(DayRange days) {
        return switch (shape.type()) {
            case DATE -> List.of(days.from(), days.to());
            case ISO_TEXT ->
                List.of(
                        days.from().minusDays(TEXT_MARGIN).toString(),
                        days.to().plusDays(TEXT_MARGIN).toString());
            case TIMESTAMP -> {
                if (columnZone.equals(dayZone)) {
                    yield List.of(
                            LocalDateTime.of(days.from(), LocalTime.MIDNIGHT),
                            LocalDateTime.of(days.to(), LocalTime.MIDNIGHT));
                }
                yield bounds(days);
            }
            case AUTO, TIMESTAMPTZ, EPOCH_S, EPOCH_MS -> bounds(days);
        };
    }

    /** When a row was, as a value to compare with {@link #starts}; exact for texts too. */
    String moment() {
        return shape.type() == TimeType.ISO_TEXT ? instantOfText() : time();
    }

    /** Where each of the days begins, and where the last one ends, in order. */
    List<Object> starts(DayRange days) {
        var starts = new ArrayList<Object>();
        for (var day = days.from(); !day.isAfter(days.to()); day = day.plusDays(1)) {
            var none = new DayRange(day, day);
            starts.add((shape.type() == TimeType.ISO_TEXT ? bounds(none) : rawBounds(none)).get(0));
        }
        return starts;
    }

    /** Days since 1970-01-01 of a row's day, a whole number. */
    Sql epochDay(DayRange days) {
        var dialect = shape.dialect();
        if (dialect == Dialect.GENERIC && shape.type() != TimeType.EPOCH_S && shape.type() != TimeType.EPOCH_MS) {
            throw new ConfigurationException(
                    "days of a " + shape.type() + " column cannot be counted inside this database;"
                            + " let ids enter the process, or run the statement of docs/active-users-sql.md there");
        }
        return switch (shape.type()) {
            case DATE -> Sql.of(dialect.epochDay(time()));
            case EPOCH_S ->
                Sql.join(
                        dialect.floorDiv("(" + time() + " + %1$s)", Day.SECONDS).replace("%1$s", "%s"),
                        repeated(dialect, shift(ZoneShift.ofInstants(dayZone, days), time())));
            case EPOCH_MS ->
                Sql.join(
                        dialect.floorDiv("(" + time() + " + 1000 * %1$s)", 1000 * Day.SECONDS)
                                .replace("%1$s", "%s"),
                        repeated(dialect, shift(ZoneShift.ofInstants(dayZone, days), time())));
            case TIMESTAMP ->
                clamped(days, dayOf(time(), shift(ZoneShift.ofLocalTimes(columnZone, dayZone, days), time())));
            case ISO_TEXT -> dayOf(instantOfText(), shift(ZoneShift.ofInstants(dayZone, days), instantOfText()));
            case AUTO, TIMESTAMPTZ -> dayOf(time(), shift(ZoneShift.ofInstants(dayZone, days), time()));
        };
    }

    private Sql[] repeated(Dialect dialect, Sql shift) {
        var times = dialect.floorDiv("#", 1).chars().filter(c -> c == '#').count();
        var all = new Sql[(int) times];
        Arrays.fill(all, shift);
        return all;
    }

    private Sql dayOf(String time, Sql shift) {
        var moved = switch (shape.dialect()) {
            case POSTGRESQL -> "floor((date_part('epoch', " + time + ") + %s) / 86400)::int";
            case H2 -> "CAST(FLOOR((EXTRACT(EPOCH FROM " + time + ") + %s) / 86400) AS INT)";
            case MYSQL ->
                shape.type() == TimeType.TIMESTAMP
                        ? "(TO_DAYS(" + time + " + INTERVAL (%s) SECOND) - 719528)"
                        : "CAST(FLOOR((UNIX_TIMESTAMP(" + time + ") + %s) / 86400) AS SIGNED)";
            case GENERIC -> throw new IllegalStateException("days of a generic database are counted from numbers");
        };
        return Sql.join(moved, shift);
    }

    /** Where an hour comes twice, a time of it may fall on the day beside: on these days it stays. */
    private Sql clamped(DayRange days, Sql day) {
        return columnZone.equals(dayZone)
                ? day
                : Sql.join(
                        "LEAST(GREATEST(%s, " + days.from().toEpochDay() + "), "
                                + (days.to().toEpochDay() - 1) + ")",
                        day);
    }

    private Sql shift(ZoneShift shift, String time) {
        if (shift.changes().isEmpty()) {
            return Sql.of(Integer.toString(shift.first()));
        }
        var text = new StringBuilder("CASE");
        var values = new ArrayList<Object>();
        var before = shift.first();
        for (var change : shift.changes()) {
            text.append(" WHEN ").append(time).append(" < ? THEN ").append(before);
            values.add(
                    shape.type() == TimeType.TIMESTAMP
                            ? LocalDateTime.ofInstant(change.at(), ZoneOffset.UTC)
                            : bound(change.at()));
            before = change.seconds();
        }
        return new Sql(text.append(" ELSE ").append(before).append(" END").toString(), values);
    }

    private List<Object> bounds(DayRange days) {
        return List.of(bound(Day.start(days.from(), dayZone)), bound(Day.start(days.to(), dayZone)));
    }

    /** A text as a point in time; one without an offset is in the column's zone. */
    private String instantOfText() {
        return switch (shape.dialect()) {
            // The session is in the column's zone.
            case POSTGRESQL -> "CAST(" + time() + " AS timestamptz)";
            case H2 -> {
                if (!(columnZone.normalized() instanceof ZoneOffset offset)) {
                    throw new ConfigurationException(
                            "ISO texts without an offset can be counted inside H2 only if the column's zone is an offset such as UTC, was "
                                    + columnZone);
                }
                yield "CAST(CASE WHEN REGEXP_LIKE(%1$s, '[T ].*(Z|[+-][0-9:]+)$') THEN %1$s ELSE %1$s || '%2$s' END AS TIMESTAMP(9) WITH TIME ZONE)"
                        .formatted(time(), offset.equals(ZoneOffset.UTC) ? "+00:00" : offset.getId());
            }
            case MYSQL, GENERIC ->
                throw new ConfigurationException(
                        "ISO texts cannot be counted inside this database; let ids enter the process, or give a column of another type");
        };
    }

    /** The user's id for the table of last days: itself, or a hash where it may be too long for an index. */
    String userKey() {
        return keyIsHash() ? hash(user()) : user();
    }

    /** Whether {@link #userKey} is a text as it is. */
    boolean keyIsText() {
        return shape.ids() == Ids.TEXT && !keyIsHash();
    }

    /** Whether {@link #userKey} is the first half of the SHA-256 of a text. */
    boolean keyIsHash() {
        return shape.ids() == Ids.TEXT
                && isLong()
                && (shape.dialect() == Dialect.POSTGRESQL || shape.dialect() == Dialect.MYSQL);
    }

    /** The first half of the SHA-256 of a text, from its {@link #userKey}. */
    String hashOfKey(String key) {
        return keyIsHash() ? key : hash(key);
    }

    private String hash(String text) {
        return switch (shape.dialect()) {
            case POSTGRESQL -> "substring(sha256(convert_to(" + text + "::text, 'UTF8')) for 16)";
            case MYSQL -> "UNHEX(LEFT(SHA2(CONVERT(" + text + " USING utf8mb4), 256), 32))";
            case H2 -> "SUBSTRING(HASH('SHA-256', " + text + ") FROM 1 FOR 16)";
            case GENERIC -> throw new IllegalStateException("no ledger is kept in a generic database");
        };
    }

    /** The type of {@link #userKey}. */
    String userKeyType() {
        return switch (shape.ids()) {
            case INTEGER -> "BIGINT";
            case UUID -> "UUID";
            case TEXT ->
                switch (shape.dialect()) {
                    case POSTGRESQL ->
                        isLong() ? "bytea" : "varchar(" + shape.user().size() + ")";
                    case MYSQL ->
                        isLong() ? "BINARY(16)" : "VARCHAR(" + shape.user().size() + ")";
                    case H2, GENERIC -> "VARCHAR";
                };
        };
    }

    private boolean isLong() {
        return shape.user().size() > 255 || shape.user().size() <= 0;
    }
}
