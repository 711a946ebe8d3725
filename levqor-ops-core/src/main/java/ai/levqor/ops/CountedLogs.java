package ai.levqor.ops;

import ai.levqor.ops.engine.retention.RetentionParts;
import ai.levqor.ops.local.InMemoryActivityLog;
import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.store.jdbc.RecordedActivity;
import java.time.Clock;
import java.time.LocalDate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Chooses the log that active users are counted from. */
final class CountedLogs {
    private CountedLogs() {}

    static RetentionParts of(OpsSettings settings, @Nullable DataSource database, Clock clock) {
        var activity = settings.activity();
        if (database == null) {
            activity.table().ifPresent(table -> {
                throw new ConfigurationException("OPS_ACTIVITY_TABLE names a table, and there is no database:"
                        + " call database(dataSource) on the builder, or unset it");
            });
            var today =
                    LocalDate.ofInstant(clock.instant(), settings.retention().zone());
            return RetentionParts.recording(new InMemoryActivityLog(today));
        }
        return RetentionParts.recording(new RecordedActivity(database));
    }
}
