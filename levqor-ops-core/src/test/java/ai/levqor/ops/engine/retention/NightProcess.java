package ai.levqor.ops.engine.retention;

import ai.levqor.ops.store.jdbc.ActivityTable;
import ai.levqor.ops.store.jdbc.JdbcActivityLog;
import ai.levqor.ops.store.jdbc.LedgerSettings;
import ai.levqor.ops.store.jdbc.RetentionLedger;
import java.time.Clock;
import java.time.LocalDate;
import org.postgresql.ds.PGSimpleDataSource;

/** Another process that does a night: {@code URL DAY}. It says how far it is, and waits to be killed after each step. */
final class NightProcess {
    private NightProcess() {}

    public static void main(String[] args) {
        var database = new PGSimpleDataSource();
        database.setUrl(args[0]);
        var table = ActivityTable.of("audit_log", "user_id", "happened_at").withIngestColumn("id");
        var plan = new DurablePlan(
                new RetentionLedger(new JdbcActivityLog(database, table), LedgerSettings.DEFAULT), Clock.systemUTC());
        plan.bringUpTo(LocalDate.parse(args[1]), progress -> {
            System.out.println(progress.phase() + " " + progress.done());
            try {
                System.in.read();
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        System.out.println("done");
    }
}
