package ai.levqor.ops.examples.benchmarks;

import ai.levqor.ops.policy.retention.ActivityCounter;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;

/** Counting active users from a real PostgreSQL: all days at once, and a night. */
final class RetentionCost {
    private static final LocalDate FIRST = LocalDate.parse("2026-01-01");
    private static final int SAMPLES = 9;
    private static final String HEAP = "-Xmx256m";
    private static final int BYTES_A_USER = 4;
    private static final long SHARE = 128L << 20;

    private final RetentionOptions options;
    private final LoopbackPostgres server;
    private final PrintStream out;

    private RetentionCost(RetentionOptions options, LoopbackPostgres server, PrintStream out) {
        this.options = options;
        this.server = server;
        this.out = out;
    }

    static void measure(List<String> words) throws Exception {
        var options = RetentionOptions.parse(words);
        try (var server = LoopbackPostgres.start()) {
            System.out.println(server);
            new RetentionCost(options, server, System.out).measure();
        }
    }

    private void measure() throws Exception {
        load();
        allDays();
        passes();
    }

    private void passes() throws IOException {
        if (options.millions() == 0) {
            return;
        }
        var users = options.millions() * 1_000_000L;
        var passes = (int) ((users * BYTES_A_USER + SHARE - 1) / SHARE);
        try (var child = new ChildProcess(
                List.of(HEAP, "-XX:+UseSerialGC"), PassesChild.class, String.valueOf(users), String.valueOf(passes))) {
            var words = child.answer().split(" ", -1);
            out.printf(
                    "%,d users counted with %s in %d passes over %,.0f M events each: %.1f s%n",
                    users, HEAP, passes, Long.parseLong(words[0]) / 1e6 / passes, Double.parseDouble(words[1]));
        }
    }

    private void load() throws SQLException, IOException {
        var began = System.nanoTime();
        var crowd = new Crowd(options.events(), options.users(), options.days());
        try (var connection = server.open()) {
            AuditLog.create(connection);
            long rows;
            try (var log = AuditLog.append(connection, 0)) {
                for (var day = 0; day < options.days() + 1; day++) {
                    crowd.tell(day, FIRST.toEpochDay() + day, log::add);
                }
                rows = log.rows();
            }
            AuditLog.finish(connection);
            out.printf(
                    "%,d events loaded, indexed and analysed in %.0f s; %s%n%n",
                    rows,
                    (System.nanoTime() - began) / 1e9,
                    Sql.text(connection, "SELECT pg_size_pretty(pg_total_relation_size('audit_log'))"));
        }
    }

    private void allDays() throws Exception {
        try (var connection = server.open()) {
            var all = RetentionSql.between(FIRST, end().minusDays(1));
            RetentionStreams.bareCopy(connection, all);
            var active = new Contest(server, options.rounds())
                    .way("SQL: LAG, users by day and gap, sweep", round -> RetentionSql.sweep(connection, FIRST, end()))
                    .share(
                            "SQL: 3 x COUNT(DISTINCT) a day",
                            options.days() / (double) SAMPLES,
                            round -> naive(connection))
                    .way("JDBC cursor of 20,000 into the counter", round -> cursor(connection, all))
                    .way("limit: COPY BINARY, thrown away", round -> bareCopy(connection, all))
                    .runAndPrint(out, "M events/s", options.events());
            out.println(active);
        }
    }

    private ActiveUsers bareCopy(Connection connection, String where) throws SQLException {
        RetentionStreams.bareCopy(connection, where);
        return ActiveUsers.unknown(options.days());
    }

    private ActiveUsers cursor(Connection connection, String where) throws SQLException {
        var counter = counter();
        RetentionStreams.cursor(connection, where, counter);
        return ActiveUsers.of(counter.totals().gaps());
    }

    private ActivityCounter counter() {
        return ActivityCounter.anyOrder(Math.toIntExact(FIRST.toEpochDay()), options.days());
    }

    private LocalDate end() {
        return FIRST.plusDays(options.days());
    }

    private ActiveUsers naive(Connection connection) throws SQLException {
        var active = ActiveUsers.unknown(options.days());
        for (var sample = 1; sample <= SAMPLES; sample++) {
            var day = sample * options.days() / SAMPLES - 1;
            var counted = RetentionSql.naive(connection, FIRST.plusDays(day));
            for (var window = 0; window < counted.length; window++) {
                active.set(window, day, counted[window]);
            }
        }
        return active;
    }
}
