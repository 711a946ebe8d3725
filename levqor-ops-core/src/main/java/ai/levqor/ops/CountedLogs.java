package ai.levqor.ops;

import ai.levqor.ops.engine.retention.RetentionParts;
import ai.levqor.ops.local.InMemoryActivityLog;
import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.store.jdbc.ActivityTable;
import ai.levqor.ops.store.jdbc.JdbcActivityLog;
import ai.levqor.ops.store.jdbc.LedgerSettings;
import ai.levqor.ops.store.jdbc.RecordedActivity;
import ai.levqor.ops.store.jdbc.RetentionLedger;
import ai.levqor.ops.store.jdbc.TimeType;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the log that active users are counted from. */
final class CountedLogs {
    private static final Logger LOG = LoggerFactory.getLogger(CountedLogs.class);

    private static final Duration LOCK_WAIT = Duration.ofSeconds(5);

    private final ActivitySettings settings;
    private final OpsSettings all;

    private CountedLogs(OpsSettings all) {
        this.all = all;
        this.settings = all.activity();
    }

    /**
     * The host's table, or else the table of what is recorded; without a database, memory.
     *
     * @throws ConfigurationException if the table is not there or not as it must be
     */
    static RetentionParts of(OpsSettings settings, @Nullable DataSource database, Clock clock) {
        var logs = new CountedLogs(settings);
        return database == null ? logs.inMemory(clock) : logs.in(database);
    }

    private RetentionParts inMemory(Clock clock) {
        if (settings.table().isPresent()) {
            throw new ConfigurationException("OPS_ACTIVITY_TABLE names a table, and there is no database:"
                    + " call database(dataSource) on the builder, or unset it");
        }
        return RetentionParts.recording(new InMemoryActivityLog(
                LocalDate.ofInstant(clock.instant(), all.retention().zone())));
    }

    private RetentionParts in(DataSource database) {
        var log = new JdbcActivityLog(database, table());
        RetentionParts parts;
        if (settings.table().isPresent()) {
            check(log);
            parts = RetentionParts.of(log);
        } else {
            parts = RetentionParts.recording(new RecordedActivity(database));
        }
        if (settings.inDatabase()) {
            parts = parts.pushedDown(log);
        }
        return settings.mayWrite() ? parts.keptIn(new RetentionLedger(log, ledger())) : parts;
    }

    private LedgerSettings ledger() {
        var rows = settings.rowsTable();
        var state = settings.stateTable();
        var setup = all.retention();
        return new LedgerSettings(
                schema(rows, state),
                local(rows),
                local(state),
                setup.backfillDays(),
                setup.lateDays(),
                setup.completeFrom().isPresent(),
                !settings.inDatabase(),
                LOCK_WAIT);
    }

    private static Optional<String> schema(String rows, String state) {
        var schemas = Stream.of(rows, state)
                .filter(table -> table.contains("."))
                .map(table -> table.substring(0, table.indexOf('.')))
                .distinct()
                .toList();
        if (schemas.size() > 1) {
            throw new ConfigurationException(
                    "OPS_RETENTION_STATE_TABLE must be in the schema of OPS_RETENTION_TABLE, were " + state + " and "
                            + rows);
        }
        return schemas.stream().findFirst();
    }

    private static String local(String table) {
        return table.substring(table.indexOf('.') + 1);
    }

    private ActivityTable table() {
        if (settings.table().isEmpty()) {
            return ActivityTable.of(RecordedActivity.TABLE, "user_id", "on_day").withTimeType(TimeType.DATE);
        }
        return new ActivityTable(
                settings.table().get(),
                settings.userColumn(),
                settings.timeColumn(),
                settings.timeType().equals("text")
                        ? TimeType.ISO_TEXT
                        : TimeType.valueOf(settings.timeType().toUpperCase(Locale.ROOT)),
                settings.zone(),
                all.retention().zone(),
                settings.ingestColumn(),
                settings.usersTable().map(users -> new ActivityTable.Users(users, settings.usersColumn())));
    }

    /** A mistake stops the start; a database that is away does not. */
    private static void check(JdbcActivityLog log) {
        try {
            log.check();
        } catch (UnavailableException e) {
            LOG.atWarn().setCause(e).log("the log of activity could not be looked at; the first night will tell");
        }
    }
}
