package ai.levqor.ops.engine.retention;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.spi.activity.ActivityLog;
import ai.levqor.ops.spi.activity.ActivitySource;
import ai.levqor.ops.spi.activity.GapSource;
import ai.levqor.ops.store.jdbc.RetentionLedger;
import java.util.Optional;

/**
 * What active users are counted from.
 *
 * @param source the log that is counted
 * @param recorded where activity goes that is recorded in process; empty if the log is the host's
 * @param gaps what counts in place of this process, so that it reads no id; empty if it may read them
 * @param ledger where what was counted is kept, if the database lets it; empty if nothing may be written there
 */
public record RetentionParts(
        ActivitySource source,
        Optional<ActivityLog> recorded,
        Optional<GapSource> gaps,
        Optional<RetentionLedger> ledger) {

    public RetentionParts {
        requireNonNull(source, "source");
        requireNonNull(recorded, "recorded");
        requireNonNull(gaps, "gaps");
        requireNonNull(ledger, "ledger");
    }

    /** A log of the host's. */
    public static RetentionParts of(ActivitySource source) {
        return new RetentionParts(source, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** A log that holds what is recorded in process. */
    public static RetentionParts recording(ActivityLog log) {
        return new RetentionParts(log, Optional.of(log), Optional.empty(), Optional.empty());
    }

    /** The same, counted where the log is. */
    public RetentionParts pushedDown(GapSource counting) {
        return new RetentionParts(source, recorded, Optional.of(counting), ledger);
    }

    /** The same, kept there. */
    public RetentionParts keptIn(RetentionLedger kept) {
        return new RetentionParts(source, recorded, gaps, Optional.of(kept));
    }
}
