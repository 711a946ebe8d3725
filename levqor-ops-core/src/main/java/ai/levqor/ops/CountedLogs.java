package ai.levqor.ops;

import ai.levqor.ops.engine.retention.RetentionParts;
import ai.levqor.ops.local.InMemoryActivityLog;
import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.store.jdbc.ActivityTable;
import ai.levqor.ops.store.jdbc.JdbcActivityLog;
import ai.levqor.ops.store.jdbc.RecordedActivity;
import ai.levqor.ops.store.jdbc.TimeType;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Locale;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the log that active users are counted from. */
final class CountedLogs {
    private static final Logger LOG = LoggerFactory.getLogger(CountedLogs.class);

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
        if (settings.table().isEmpty()) {
            var parts = RetentionParts.recording(new RecordedActivity(database));
            return settings.inDatabase() ? parts.pushedDown(log) : parts;
        }
        check(log);
        var parts = RetentionParts.of(log);
        return settings.inDatabase() ? parts.pushedDown(log) : parts;
    }

    private ActivityTable table() {
        if (settings.table().isEmpty()) {
            return ActivityTable.of(RecordedActivity.TABLE, "user_id", "day").withTimeType(TimeType.DATE);
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
