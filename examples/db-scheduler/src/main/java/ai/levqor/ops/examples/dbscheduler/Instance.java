package ai.levqor.ops.examples.dbscheduler;

import ai.levqor.ops.LevqorOps;
import com.github.kagkarlsson.scheduler.Scheduler;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * One instance of a fleet whose jobs are run by db-scheduler: prints {@code READY}, then {@code RAN job time} for each run,
 * and ends when its input does. Start it twice on one database, and each time is run by one of the two.
 */
public final class Instance {
    private static final String TABLE = """
            CREATE TABLE IF NOT EXISTS scheduled_tasks (
              task_name text NOT NULL, task_instance text NOT NULL, task_data bytea,
              execution_time timestamptz NOT NULL, picked boolean NOT NULL, picked_by text,
              last_success timestamptz, last_failure timestamptz, consecutive_failures int,
              last_heartbeat timestamptz, version bigint NOT NULL, priority smallint,
              PRIMARY KEY (task_name, task_instance))""";

    private Instance() {}

    /**
     * Runs until the input ends. The settings of the library are those of the environment.
     *
     * @param args the address of a PostgreSQL database for JDBC, and a folder for what this instance writes
     */
    public static void main(String[] args) throws IOException, SQLException {
        if (args.length != 2) {
            System.err.println("usage: Instance jdbc:postgresql://HOST:PORT/DATABASE?user=NAME FOLDER");
            System.exit(2);
        }
        var database = new PGSimpleDataSource();
        database.setUrl(args[0]);
        makeTable(database);
        try (var ops = autopilot(database, Path.of(args[1]))) {
            var scheduler = Scheduler.create(database)
                    .startTasks(OpsTasks.of(ops, (job, time) -> System.out.println("RAN " + job + " " + time)))
                    .threads(2)
                    .pollingInterval(Duration.ofMillis(250))
                    .build();
            scheduler.start();
            System.out.println("READY");
            while (System.in.read() >= 0) {
                // until whoever started it is gone
            }
            scheduler.stop();
        }
    }

    private static LevqorOps autopilot(DataSource database, Path folder) {
        return LevqorOps.builder()
                .setting("OPS_SCHEDULER", "off")
                .setting("OPS_FLAGS_FILE", folder.resolve("flags.json").toString())
                .setting("OPS_STATE_DIR", folder.resolve("state").toString())
                .setting("OPS_LOG_DIR", folder.resolve("logs").toString())
                .setting(
                        "OPS_FORECAST_FILE",
                        folder.resolve("last_forecast.json").toString())
                .withoutQueue()
                .database(database)
                .build();
    }

    /** One at a time: of two that make a table at once, PostgreSQL fails one, though it says IF NOT EXISTS. */
    private static void makeTable(DataSource database) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SELECT pg_advisory_xact_lock(20261126)");
            statement.execute(TABLE);
            connection.commit();
        }
    }
}
