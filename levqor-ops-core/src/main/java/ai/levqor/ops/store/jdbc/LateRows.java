package ai.levqor.ops.store.jdbc;

import ai.levqor.ops.spi.activity.ActivitySink;
import ai.levqor.ops.spi.activity.DayRange;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/**
 * Activity that came to the log after its day was counted: users and days that the last-seen table does not know yet. Its
 * days are to be done from the first to the last. No id leaves the database, unless it is asked for. Of use only within its
 * night.
 *
 * <p>Where they are, the last-seen table knows all that is known of their users.
 */
public final class LateRows {
    private final Handle handle;
    private final LogSql log;
    private final LedgerTables tables;
    private final Dialect dialect;
    private final int lookBackDays;

    LateRows(Handle handle, LogSql log, LedgerTables tables, int lookBackDays) {
        this.handle = handle;
        this.log = log;
        this.tables = tables;
        this.dialect = tables.dialect();
        this.lookBackDays = lookBackDays;
    }

    OptionalLong newestIngest() {
        var ingest = log.shape().ingest();
        if (ingest.isEmpty()) {
            return OptionalLong.empty();
        }
        return handle.createQuery("SELECT MAX(l.%s) FROM %s l"
                        .formatted(ingest.get().quoted(), log.shape().table()))
                .map((row, context) -> {
                    var newest = row.getLong(1);
                    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(newest);
                })
                .one();
    }

    /**
     * Whether none is there, as far as the caller knows each row that may be one: then there is nothing to gather. If not,
     * there may be some. Ids enter this process.
     */
    public boolean areNone(LedgerMark mark, Known known) {
        var suspects = new LateGathering(handle, log, tables, lookBackDays).suspects(mark);
        if (suspects.isEmpty()) {
            return false;
        }
        var unknown = new boolean[1];
        copied().of(suspects.get(), (high, low, day) -> unknown[0] = unknown[0] || !known.is(high, low, day));
        return !unknown[0];
    }

    /** Hands on the users and days that were gathered, but for those that were {@linkplain #dropDeep left out}. */
    public void gathered(ActivitySink sink) {
        copied().of(Sql.of("SELECT user_id, on_day FROM " + tables.night()), sink);
    }

    private CopiedUsers copied() {
        return new CopiedUsers(handle, log, tables);
    }

    /**
     * Gathers them.
     *
     * @return their days, in order
     */
    public List<LocalDate> gather(LedgerMark mark) {
        if (!new LateGathering(handle, log, tables, lookBackDays).gather(mark)) {
            return List.of();
        }
        return handle.createQuery("SELECT DISTINCT on_day FROM " + tables.night() + " ORDER BY on_day")
                .mapTo(Integer.class)
                .map(LocalDate::ofEpochDay)
                .list();
    }

    /** The users of a late day, as they are before it. */
    public List<UserGroup> groups(LocalDate day) {
        return handle.createQuery("""
                        SELECT s.first_day, s.last_day, s.days, COUNT(*)
                        FROM %s n LEFT JOIN %s s ON s.user_id = n.user_id
                        WHERE n.on_day = ? GROUP BY s.first_day, s.last_day, s.days""".formatted(tables.night(), tables.lastSeen()))
                .bind(0, day.toEpochDay())
                .map((row, context) -> new UserGroup(
                        LedgerReader.day(row, 1), LedgerReader.day(row, 2), row.getLong(3), row.getLong(4)))
                .list();
    }

    /** Users of a late day that the bits do not tell enough of, with what the log knows of them. */
    public List<Neighbours> neighbours(LocalDate day, LedgerMark mark) {
        var query = Sql.join(
                """
                SELECT f, l, p, n, COUNT(*)
                FROM (SELECT s.user_id, s.first_day AS f, s.last_day AS l,
                             MAX(CASE WHEN g.d < %1$d THEN g.d END) AS p, MIN(CASE WHEN g.d > %1$d THEN g.d END) AS n
                      FROM %%s s JOIN (%%s) g ON g.u = s.user_id
                      GROUP BY s.user_id, s.first_day, s.last_day) x
                GROUP BY f, l, p, n""".formatted(day.toEpochDay()),
                Sql.of("(SELECT s.* FROM " + tables.lastSeen() + " s JOIN " + tables.night()
                        + " n ON n.user_id = s.user_id WHERE " + deep(day, mark) + ")"),
                countedDays(day, mark));
        return query.bindTo(handle.createQuery(query.text()))
                .map((row, context) -> new Neighbours(
                        LedgerReader.day(row, 1),
                        LedgerReader.day(row, 2),
                        row.getObject(3) == null ? UserGroup.NONE : row.getInt(3),
                        row.getObject(4) == null ? UserGroup.NONE : row.getInt(4),
                        row.getLong(5)))
                .list();
    }

    /** The counted days of deep users whose first day moves to this one: by first day and day, as the log has them. */
    public void daysOfEarlier(LocalDate day, LedgerMark mark, CohortSink sink) {
        var query = Sql.join(
                """
                SELECT s.first_day, g.d, COUNT(*), SUM(CASE WHEN g.d = %1$s THEN 1 ELSE 0 END)
                FROM %%s s JOIN (%%s) g ON g.u = s.user_id GROUP BY s.first_day, g.d""".formatted(dialect.epochDay("s.last_day")),
                Sql.of("(SELECT s.* FROM " + tables.lastSeen() + " s JOIN " + tables.night()
                        + " n ON n.user_id = s.user_id WHERE " + deep(day, mark) + " AND s.first_day > "
                        + LastSeenTable.date(day) + ")"),
                countedDays(day, mark));
        query.bindTo(handle.createQuery(query.text())).scanResultSet((rows, context) -> {
            var all = rows.get();
            while (all.next()) {
                sink.counted(LedgerReader.day(all, 1), all.getInt(2), all.getLong(3), all.getLong(4));
            }
            return 0;
        });
    }

    /** Leaves the deep users of a day out: what lay before them is purged. */
    public void dropDeep(LocalDate day, LedgerMark mark) {
        handle.execute("DELETE FROM %s WHERE %s".formatted(tables.night(), whoseUser(tables, deep(day, mark))));
    }

    /** Writes down that the users of a late day were active on it. */
    public void apply(LocalDate day) {
        var date = LastSeenTable.date(day);
        var forth = dialect.daysBetween("last_day", date);
        var back = dialect.daysBetween(date, "last_day");
        handle.execute("""
                UPDATE %1$s SET
                  days = CASE WHEN last_day < %2$s THEN CASE WHEN %3$s < %4$d THEN %5$s ELSE 1 END
                              WHEN %6$s < %4$d THEN %7$s ELSE days END,
                  first_day = CASE WHEN first_day > %2$s THEN %2$s ELSE first_day END,
                  last_day = CASE WHEN last_day < %2$s THEN %2$s ELSE last_day END
                WHERE user_id IN (SELECT user_id FROM %8$s WHERE on_day = %9$d)""".formatted(
                        tables.lastSeen(),
                        date,
                        forth,
                        UserGroup.KNOWN_DAYS,
                        dialect.or(dialect.movedUp("days", forth), "1"),
                        back,
                        dialect.or("days", dialect.bit(back)),
                        tables.night(),
                        day.toEpochDay()));
        new LastSeenTable(handle, log, tables).insertTonight(day.toEpochDay(), date);
    }

    /** Ends it. */
    public void done() {
        handle.execute("DELETE FROM " + tables.night());
    }

    /** The condition, as one of the gathered rows alone: a look-up by key for each of them, whatever the database. */
    static String whoseUser(LedgerTables tables, String condition) {
        return "EXISTS (SELECT 1 FROM %s s WHERE s.user_id = %s.user_id AND %s)"
                .formatted(tables.lastSeen(), tables.night(), condition.replace("n.on_day", "on_day"));
    }

    /** Days that the log has and that are counted; late ones from this day on are not yet. */
    private Sql countedDays(LocalDate day, LedgerMark mark) {
        var counted = new DayRange(mark.countedFrom(), mark.countedThrough().plusDays(1));
        var all = Sql.join(
                "SELECT DISTINCT " + log.userKey() + " AS u, %s AS d %s",
                log.epochDay(counted),
                log.fromKnown(counted));
        return Sql.join(
                "SELECT a.u, a.d FROM (%s) a WHERE NOT EXISTS (SELECT 1 FROM " + tables.night()
                        + " m WHERE m.user_id = a.u AND m.on_day = a.d AND m.on_day >= " + day.toEpochDay() + ")",
                all);
    }

    /** The condition for users {@code s} of the night's {@code n} on this day, of whom the bits do not tell enough. */
    private String deep(LocalDate day, LedgerMark mark) {
        var date = LastSeenTable.date(day);
        var back = dialect.daysBetween(date, "s.last_day");
        var length = dialect.daysBetween("s.first_day", "s.last_day");
        return """
               n.on_day = %1$d AND %2$s < s.last_day AND (
                 (s.first_day < %2$s AND (%3$s >= %4$d OR %2$s < %5$s
                   OR %6$s = 0))
                 OR (s.first_day > %2$s AND (%7$s >= %4$d OR s.first_day < %5$s)))""".formatted(
                        day.toEpochDay(),
                        date,
                        back,
                        UserGroup.KNOWN_DAYS,
                        LastSeenTable.date(mark.bitsFrom()),
                        dialect.movedDown("s.days", "CASE WHEN %1$s < 63 THEN %1$s ELSE 62 END".formatted(back)),
                        length);
    }

    /** What is known of users' days. */
    @FunctionalInterface
    public interface Known {
        /** Whether this user is known to have been active on this day. */
        boolean is(long high, long low, int epochDay);
    }

    /**
     * Users of a late day of whom the log had to be asked. Days are days since 1970-01-01.
     *
     * @param first their first counted day
     * @param last their last counted day
     * @param before their last counted day before the late one, or {@link UserGroup#NONE}
     * @param after their first counted day after it, or {@link UserGroup#NONE}
     * @param users how many
     */
    public record Neighbours(int first, int last, int before, int after, long users) {}
}
