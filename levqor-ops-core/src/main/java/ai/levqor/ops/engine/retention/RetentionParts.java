package ai.levqor.ops.engine.retention;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.spi.activity.ActivityLog;
import ai.levqor.ops.spi.activity.ActivitySource;
import java.util.Optional;

/**
 * What active users are counted from.
 *
 * @param source the log that is counted
 * @param recorded where activity goes that is recorded in process; empty if the log is the host's
 */
public record RetentionParts(ActivitySource source, Optional<ActivityLog> recorded) {

    public RetentionParts {
        requireNonNull(source, "source");
        requireNonNull(recorded, "recorded");
    }

    /** A log of the host's. */
    public static RetentionParts of(ActivitySource source) {
        return new RetentionParts(source, Optional.empty());
    }

    /** A log that holds what is recorded in process. */
    public static RetentionParts recording(ActivityLog log) {
        return new RetentionParts(log, Optional.of(log));
    }
}
