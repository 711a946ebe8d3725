package ai.levqor.ops.examples.benchmarks;

import ai.levqor.ops.engine.retention.RetentionRow;
import ai.levqor.ops.policy.retention.ActivityCounter;
import ai.levqor.ops.policy.retention.GapHistogram;
import ai.levqor.ops.spi.activity.DayRange;
import ai.levqor.ops.store.jdbc.ActivityTable;
import ai.levqor.ops.store.jdbc.JdbcActivityLog;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * Counting active users from a real PostgreSQL: all days at once, a night, the same with a longer history, and very many
 * users in a small heap. Rivals and ours take turns in one run, and must agree in every figure.
 */
final class RetentionCost {
    private static final LocalDate FIRST = ActivityGenerator.FIRST_DAY;
    private static final int SAMPLES = 9;
    private static final String HEAP = "-Xmx256m";
    private static final int BYTES_A_USER = 4;
    private static final long SHARE = 128L << 20;

    private final RetentionOptions options;
    private final LoopbackPostgres server;
    private final PrintStream out;
    private final DayRange days;

    private RetentionCost(RetentionOptions options, LoopbackPostgres server, PrintStream out) {
        this.options = options;
        this.server = server;
        this.out = out;
        this.days = new DayRange(FIRST, FIRST.plusDays(options.days()));
    }

    static void measure(RetentionOptions options) throws Exception {
        try (var server = LoopbackPostgres.start()) {
            System.out.println(server);
            System.out.println("fsync is off: nothing here waits for a disk.");
            var site = RetentionSite.load(server, options, System.out);
            var cost = new RetentionCost(options, server, System.out);
            cost.allDays();
            cost.nights(site);
        }
        passes(options);
    }

    private void allDays() throws Exception {
        out.printf("%n%d days at once, %d rounds in turn%n", days.days(), options.rounds());
        try (var kept = new KeptConnection(server.open())) {
            var connection = kept.bare();
            var log = new JdbcActivityLog(
                    kept,
                    ActivityTable.of(AuditLog.TABLE, "user_id", "occurred_at").withIngestColumn("id"));
            var all = RetentionSql.between(days.from(), days.to().minusDays(1));
            RetentionStreams.bareCopy(connection, all);
            var active = new Contest(server, options.rounds())
                    .way("SQL: LAG, users by day and gap, sweep", round -> RetentionSql.sweep(connection, days))
                    .share("SQL: 3 x COUNT(DISTINCT) a day", (double) days.days() / SAMPLES, round -> naive(connection))
                    .way("JDBC cursor of 20,000, the same counter", round -> cursor(connection, all))
                    .way("limit: COPY BINARY, thrown away", round -> bareCopy(connection, all))
                    .way("ours: COPY, counter with growth and cohorts", round -> copy(log))
                    .way("ours: no ids, gaps counted in the database", round -> noIds(log))
                    .runAndPrint(out, "M events/s", (double) options.events());
            out.println(active);
        }
    }

    private ActiveUsers naive(Connection connection) throws SQLException {
        var active = ActiveUsers.unknown(days.days());
        for (var sample = 1; sample <= SAMPLES; sample++) {
            var day = sample * days.days() / SAMPLES - 1;
            active.set(day, RetentionSql.naive(connection, days.from().plusDays(day)));
        }
        return active;
    }

    private ActiveUsers bareCopy(Connection connection, String where) throws SQLException {
        RetentionStreams.bareCopy(connection, where);
        return ActiveUsers.unknown(days.days());
    }

    private ActiveUsers cursor(Connection connection, String where) throws SQLException {
        var feed = new CounterFeed(counter());
        RetentionStreams.cursor(connection, where, feed);
        return ActiveUsers.of(feed.totals().gaps());
    }

    private ActiveUsers copy(JdbcActivityLog log) {
        var feed = new CounterFeed(counter());
        log.read(days, feed);
        return ActiveUsers.of(feed.totals().gaps());
    }

    private ActiveUsers noIds(JdbcActivityLog log) {
        var gaps = GapHistogram.builder(Math.toIntExact(days.from().toEpochDay()), days.days());
        log.gaps(days, gaps::add);
        return ActiveUsers.of(gaps.build());
    }

    private ActivityCounter counter() {
        return ActivityCounter.anyOrder(Math.toIntExact(days.from().toEpochDay()), days.days());
    }

    private void nights(RetentionSite site) throws Exception {
        out.printf("%nA night, %d of them in turn%n", options.rounds());
        nights(site, days.from());
        if (options.history() > 1) {
            var first = site.repeatHistory(options.history());
            out.printf("%nA night after %d times the history%n", options.history());
            nights(site, first);
        }
    }

    private void nights(RetentionSite site, LocalDate first) throws Exception {
        site.forgetCounts();
        try (var connection = server.open();
                var toWrite = new KeptConnection(server.open());
                var toRead = new KeptConnection(server.open());
                var writing = new CountingHost(toWrite, first, Map.of());
                var reading = new CountingHost(toRead, first, Map.of("OPS_RETENTION_WRITE", "never"))) {
            var began = System.nanoTime();
            writing.countThrough(site.last());
            out.printf("(the first night of all, state written: %.1f s)%n", (System.nanoTime() - began) / 1e9);
            reading.countThrough(site.last());
            site.settle();
            new Contest(server, options.rounds())
                    .before(round -> site.addNight())
                    .way("SQL: 3 x COUNT(DISTINCT)", round -> day(RetentionSql.naive(connection, site.last())))
                    .way(
                            "SQL: last day of each user of 30 days",
                            round -> day(RetentionSql.onePass(connection, site.last())))
                    .way("ours: read-only", round -> day(reading.countThrough(site.last())))
                    .way("ours: whole, with durable state", round -> day(writing.countThrough(site.last())))
                    .runAndPrint(out, "M events/s", (double) options.events() / days.days());
        }
    }

    private static ActiveUsers day(long[] active) {
        var day = ActiveUsers.unknown(1);
        day.set(0, active);
        return day;
    }

    private static ActiveUsers day(RetentionRow row) {
        return day(new long[] {
            row.dau().orElseThrow(), row.wau().orElseThrow(), row.mau().orElseThrow()
        });
    }

    private static void passes(RetentionOptions options) throws IOException {
        if (options.millions() == 0) {
            return;
        }
        var users = options.millions() * 1_000_000L;
        var passes = (int) ((users * BYTES_A_USER + SHARE - 1) / SHARE);
        try (var child = new ChildProcess(
                List.of(HEAP, "-XX:+UseSerialGC"), PassesChild.class, String.valueOf(users), String.valueOf(passes))) {
            var words = child.answer().split(" ", -1);
            System.out.printf(
                    "%n%,d users counted with %s in %d passes over %,.0f M events each: %.1f s%n",
                    users, HEAP, passes, Long.parseLong(words[0]) / 1e6 / passes, Double.parseDouble(words[1]));
        }
    }
}
