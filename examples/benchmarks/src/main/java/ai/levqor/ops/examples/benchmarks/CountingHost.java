package ai.levqor.ops.examples.benchmarks;

import ai.levqor.ops.LevqorOps;
import ai.levqor.ops.OpsSettings;
import ai.levqor.ops.engine.job.JobRun;
import ai.levqor.ops.engine.retention.RetentionRow;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;

/** A host whose autopilot counts active users, on a clock that stands at five past midnight. */
final class CountingHost implements AutoCloseable {
    private final TemporaryFolder folder = new TemporaryFolder();
    private final NightClock clock = new NightClock();
    private final LevqorOps ops;

    /**
     * A host over the log.
     *
     * @param first the first day of the log, before which there was nothing
     * @param more settings
     */
    CountingHost(DataSource database, LocalDate first, Map<String, String> more) throws IOException {
        var settings = new HashMap<>(folder.settings());
        settings.put("OPS_ACTIVITY_TABLE", AuditLog.TABLE);
        settings.put("OPS_ACTIVITY_TIME_COLUMN", "occurred_at");
        settings.put("OPS_ACTIVITY_INGEST_COLUMN", "id");
        settings.put("OPS_RETENTION_COMPLETE_FROM", first.toString());
        settings.put("OPS_RETENTION_BACKFILL", "3660d");
        settings.put("OPS_JOBS_WAIT", "1h");
        settings.putAll(more);
        this.ops = LevqorOps.builder()
                .settings(OpsSettings.of(settings))
                .database(database)
                .clock(clock)
                .withoutQueue()
                .build();
    }

    /** Counts everything up to and including a day, and tells the active users of it. */
    RetentionRow countThrough(LocalDate day) {
        clock.day = day.plusDays(1);
        var run = ops.retention().run();
        if (run.outcome() != JobRun.Outcome.DONE) {
            throw new IllegalStateException("the night of " + day + " ended as " + run);
        }
        return ops.retention().rows(1).rows().get(0);
    }

    @Override
    public void close() throws IOException {
        try (folder) {
            ops.close();
        }
    }

    private static final class NightClock extends Clock {
        private volatile LocalDate day = LocalDate.EPOCH;

        @Override
        public Instant instant() {
            return day.atTime(0, 5).toInstant(ZoneOffset.UTC);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return Clock.fixed(instant(), zone);
        }
    }
}
