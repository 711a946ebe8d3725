package ai.levqor.ops.examples.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** A made-up site: the log in the database, and the days that are still to come. */
final class RetentionSite {
    private static final long SEED = 42;
    private static final int DAY_SECONDS = 86_400;

    private final LoopbackPostgres server;
    private final int days;
    private final List<LongStream.Builder> coming = new ArrayList<>();
    private LocalDate last;
    private long rows;

    private RetentionSite(LoopbackPostgres server, int days) {
        this.server = server;
        this.days = days;
        this.last = ActivityGenerator.FIRST_DAY.plusDays(days - 1L);
    }

    /** Fills the log with the days that are over; as many nights are to come as all contests need. */
    static RetentionSite load(LoopbackPostgres server, RetentionOptions options, PrintStream out)
            throws SQLException, IOException {
        var began = System.nanoTime();
        var site = new RetentionSite(server, options.days());
        site.fill(options);
        try (var connection = server.open()) {
            out.printf(
                    "%,d events of %d days loaded, indexed and analysed in %.0f s: %s%n",
                    site.rows,
                    options.days(),
                    (System.nanoTime() - began) / 1e9,
                    Sql.text(connection, "SELECT pg_size_pretty(pg_total_relation_size('audit_log'))"));
        }
        return site;
    }

    private void fill(RetentionOptions options) throws SQLException, IOException {
        var nights = options.rounds() * (options.history() > 1 ? 2 : 1);
        for (var night = 0; night < nights; night++) {
            coming.add(LongStream.builder());
        }
        var all = days + nights;
        var site = new ActivityGenerator(options.events() * all / days, options.users(), all, SEED);
        var end = last.plusDays(1).toEpochDay();
        try (var connection = server.open()) {
            AuditLog.create(connection);
            try (var log = AuditLog.append(connection, 0)) {
                site.forEach((user, second) -> {
                    var night = (int) (second / DAY_SECONDS - end);
                    if (night < 0) {
                        add(log, user, second);
                    } else {
                        coming.get(night).add(user).add(second);
                    }
                });
                rows = log.rows();
            }
            AuditLog.finish(connection);
        }
    }

    private static void add(AuditLog log, long user, long second) {
        try {
            log.add(user, second);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last day that is over. */
    LocalDate last() {
        return last;
    }

    /** Another day is over. */
    void addNight() throws SQLException, IOException {
        var events = coming.remove(0).build().toArray();
        try (var connection = server.open()) {
            try (var log = AuditLog.append(connection, rows)) {
                for (var i = 0; i < events.length; i += 2) {
                    log.add(events[i], events[i + 1]);
                }
                rows = log.rows();
            }
            Sql.run(connection, "ANALYZE audit_log");
        }
        last = last.plusDays(1);
    }

    /** Puts copies of the log before its first day, so that it has so many times the rows. Returns its new first day. */
    LocalDate repeatHistory(int times) throws SQLException {
        var first = ActivityGenerator.FIRST_DAY;
        var span = Math.toIntExact(last.toEpochDay() - first.toEpochDay() + 1);
        try (var connection = server.open()) {
            AuditLog.dropIndexes(connection);
            for (var copy = 1; copy < times; copy++) {
                Sql.run(connection, """
                        INSERT INTO audit_log (id, user_id, occurred_at, action)
                        SELECT id - %d, user_id, occurred_at - %d * INTERVAL '1 day', action FROM audit_log
                        WHERE id > 0""".formatted(copy * rows, copy * span));
            }
            AuditLog.finish(connection);
        }
        return first.minusDays((times - 1L) * span);
    }

    /** Nothing was ever counted: only the log is left. */
    void forgetCounts() throws SQLException {
        try (var connection = server.open()) {
            Sql.run(connection, """
                    DO $$ DECLARE known text; BEGIN
                      FOR known IN SELECT quote_ident(tablename) FROM pg_tables
                          WHERE schemaname = 'public' AND tablename <> 'audit_log' LOOP
                        EXECUTE 'DROP TABLE ' || known;
                      END LOOP;
                    END $$""");
        }
    }

    void settle() throws SQLException {
        try (var connection = server.open()) {
            Sql.run(connection, "VACUUM (ANALYZE)");
            Sql.run(connection, "CHECKPOINT");
        }
    }
}
