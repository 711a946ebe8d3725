package ai.levqor.ops.store.jdbc;

import ai.levqor.ops.spi.activity.ActivitySink;
import ai.levqor.ops.spi.activity.DayRange;
import ai.levqor.ops.spi.activity.GapSink;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/** The log and the ledger within one transaction, under the ledger's lock. Of use only while that transaction is. */
public final class LedgerNight {
    private final Handle handle;
    private final JdbcActivityLog log;
    private final LogSql sql;
    private final LedgerTables tables;
    private final LedgerWriter writer;
    private final LedgerReader reader;
    private final LastSeenTable lastSeen;
    private final LateRows late;

    LedgerNight(Handle handle, JdbcActivityLog log, LedgerTables tables, LedgerSettings settings) {
        this.handle = handle;
        this.log = log;
        this.sql = log.sql(handle);
        this.tables = tables;
        this.writer = new LedgerWriter(handle, tables);
        this.reader = new LedgerReader(handle, tables);
        this.lastSeen = new LastSeenTable(handle, sql, tables);
        this.late = new LateRows(handle, sql, tables, settings.lookBackDays());
        if (tables.dialect() == Dialect.POSTGRESQL) {
            GapQuery.prepare(handle, log.table());
        }
    }

    /** How far the ledger has come; empty before the first night. */
    public Optional<LedgerMark> mark() {
        return reader.mark();
    }

    /** Writes how far it has come. */
    public void mark(LedgerMark mark) {
        writer.mark(mark);
    }

    /** The days of the log; empty if it has no row. */
    public Optional<DayRange> logDays() {
        return log.days(handle);
    }

    /** The highest ingest number that can be seen; empty without an ingest column, or a row. */
    public OptionalLong newestIngest() {
        return late.newestIngest();
    }

    /** Hands the log's activity to the sink: ids enter this process. */
    public void read(DayRange days, ActivitySink sink) {
        log.read(handle, days, sink);
    }

    /** Counts the gaps of these days as if there were none before, within the database. */
    public void countGaps(DayRange days, GapSink sink) {
        new GapQuery(sql, log.table()).count(handle, days, sink);
    }

    /** Counts the cohorts of these days as if there were none before, within the database. */
    public void countCohorts(DayRange days, CohortSink sink) {
        lastSeen.cohorts(days, sink);
    }

    /** Fills the table of users' last days from the log, in place of what was there. */
    public void fillLastSeen(DayRange days) {
        lastSeen.fill(days);
    }

    /**
     * Counts one day that comes after all counted ones, and moves its users on to it.
     *
     * @return its users by their first and last day before it; no bits
     */
    public List<UserGroup> countDay(LocalDate day) {
        sayLeftOut(day);
        return lastSeen.moveTo(day);
    }

    /** Counts a day as {@link #countDay(LocalDate)}, but hands its users on instead: ids enter this process. */
    public void countDay(LocalDate day, ActivitySink users) {
        sayLeftOut(day);
        lastSeen.moveTo(day, users);
    }

    /** Whether the ledger can hand users on: it is PostgreSQL's, and the driver too. */
    public boolean handsUsersOn() {
        return CopiedUsers.can(handle, tables);
    }

    /** Hands on everyone who is known, with the first and the last day, which may come in parts: ids enter this process. */
    public void users(ActivitySink sink) {
        lastSeen.all(sink);
    }

    /** What tells whether another night, or an erasure, has changed what is known of users. On PostgreSQL. */
    public LedgerVersion version() {
        return reader.version();
    }

    /** The late rows of days that are counted already. */
    public LateRows late() {
        return late;
    }

    /** The stored gaps of these days. */
    public void gaps(DayRange days, GapSink sink) {
        reader.gaps(days, sink);
    }

    /** The published rows of these days. */
    public List<LedgerRow> rows(DayRange days) {
        return reader.rows(days);
    }

    /** Forgets all gaps and cohorts. */
    public void clear() {
        handle.execute("DELETE FROM " + tables.gaps());
        handle.execute("DELETE FROM " + tables.cohorts());
        tables.changes().ifPresent(table -> handle.execute("DELETE FROM " + table));
    }

    /** Adds to the stored gaps and cohorts, of which there are none yet. */
    public void fill(LedgerChanges changes) {
        writer.fill(changes);
    }

    /** Adds to the stored gaps and cohorts. */
    public void add(LedgerChanges changes) {
        writer.add(changes);
    }

    /** Publishes rows. What is not known leaves a number that is there alone. */
    public void publish(List<LedgerRow> rows) {
        writer.publish(rows);
    }

    private void sayLeftOut(LocalDate day) {
        if (sql.shape().user().nullable()) {
            var nobody = Sql.join("SELECT COUNT(*) %s AND " + sql.user() + " IS NULL", sql.from(DayRange.of(day)));
            JdbcActivityLog.sayLeftOut(
                    nobody.bindTo(handle.createQuery(nobody.text()))
                            .mapTo(Long.class)
                            .one(),
                    DayRange.of(day));
        }
    }
}
