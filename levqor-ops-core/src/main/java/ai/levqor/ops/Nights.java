package ai.levqor.ops;

import ai.levqor.ops.engine.Engine.Checkup;
import ai.levqor.ops.engine.Engine.Counting;
import ai.levqor.ops.engine.Engine.Rescue;
import ai.levqor.ops.engine.Engine.Spending;
import ai.levqor.ops.engine.Engine.Telling;
import ai.levqor.ops.engine.Sources;
import ai.levqor.ops.engine.backup.BackupWork.Backup;
import ai.levqor.ops.engine.summary.SummarySetup;
import ai.levqor.ops.local.CommandBackup;
import ai.levqor.ops.local.CommandLine;
import ai.levqor.ops.schedule.Cron;
import ai.levqor.ops.schedule.Daily;
import ai.levqor.ops.schedule.Schedule;
import ai.levqor.ops.schedule.Weekly;
import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.SelfCheck;
import ai.levqor.ops.spi.ServerClock;
import ai.levqor.ops.spi.host.BackupJob;
import ai.levqor.ops.spi.host.SummaryChannel;
import ai.levqor.ops.store.ForecastFile;
import ai.levqor.ops.store.JsonLog;
import ai.levqor.ops.store.jdbc.DatabaseProbe;
import ai.levqor.ops.store.jdbc.JdbcActivityLog;
import ai.levqor.ops.store.jdbc.JdbcCostTable;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What the backup, the summary and the integrity check are given. */
final class Nights {
    private final OpsSettings settings;
    private final Optional<DataSource> database;

    Nights(OpsSettings settings, @Nullable DataSource database) {
        this.settings = settings;
        this.database = Optional.ofNullable(database);
    }

    /**
     * The backup that the host gives as code, or else as a command line.
     *
     * @throws ConfigurationException if the command line breaks its rule
     */
    Optional<Backup> backup(Optional<BackupJob> given) {
        if (given.isPresent()) {
            return Optional.of(new Backup(given.get(), given.get().getClass().getSimpleName()));
        }
        var line = settings.backupCommand();
        if (line.isEmpty()) {
            return Optional.empty();
        }
        try {
            var command = new CommandBackup(CommandLine.words(line), settings.backupTimeout(), System.getenv());
            return Optional.of(new Backup(command, command.describe()));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("OPS_BACKUP_COMMAND must be a command line: " + e.getMessage(), e);
        }
    }

    Telling telling(Optional<SummaryChannel> channel, JsonLog decisions) {
        var lines = new JsonLog(settings.logDir().resolve("ops_summary.jsonl"));
        return new Telling(
                settings.jobs().times().summary().flatMap(Nights::zone).orElse(SummarySetup.USUAL_ZONE),
                channel,
                lines::append,
                decisions::tail,
                settings.dailySpendLimit());
    }

    private static Optional<ZoneId> zone(Schedule schedule) {
        if (schedule instanceof Daily daily) {
            return Optional.of(daily.zone());
        }
        if (schedule instanceof Weekly weekly) {
            return Optional.of(weekly.zone());
        }
        return schedule instanceof Cron cron ? Optional.of(cron.zone()) : Optional.empty();
    }

    Checkup checkup(Sources sources, Rescue rescue, Counting counting, Spending spending, JsonLog decisions) {
        var probe = database.map(DatabaseProbe::new);
        return new Checkup(
                folders(),
                probe.map(it -> uses(it, counting, spending)).orElse(Map.of()),
                clocks(probe, sources),
                plugIns(sources, rescue, spending),
                decisions::look,
                new ForecastFile(settings.forecastFile())::read);
    }

    private static Map<String, Callable<Instant>> clocks(Optional<DatabaseProbe> probe, Sources sources) {
        var clocks = new LinkedHashMap<String, Callable<Instant>>();
        probe.ifPresent(it -> clocks.put("database", it::now));
        if (sources.state() instanceof ServerClock clock) {
            clocks.put("state store", clock::serverTime);
        }
        return clocks;
    }

    private Map<String, Path> folders() {
        var folders = new LinkedHashMap<String, Path>();
        folders.put("logs", settings.logDir());
        folders.put("state", settings.stateDir());
        folders.put("flags", settings.flagsFile().toAbsolutePath().getParent());
        return folders;
    }

    private static Map<String, SelfCheck> uses(DatabaseProbe probe, Counting counting, Spending spending) {
        var uses = new LinkedHashMap<String, SelfCheck>();
        uses.put("connection", probe);
        if (counting.parts().source() instanceof JdbcActivityLog log) {
            uses.put("activity", log::check);
        }
        counting.parts().ledger().ifPresent(ledger -> uses.put("retention", ledger));
        spending.parts().sources().forEach(source -> {
            if (source instanceof JdbcCostTable table) {
                uses.put("costs", table::check);
            }
        });
        return uses;
    }

    private static Map<String, Object> plugIns(Sources sources, Rescue rescue, Spending spending) {
        var parts = new LinkedHashMap<String, Object>();
        parts.put("metrics", sources.metrics());
        sources.queue().ifPresent(it -> parts.put("queue", it));
        sources.workers().ifPresent(it -> parts.put("workers", it));
        sources.spend().ifPresent(it -> parts.put("spend", it));
        spending.parts().sources().forEach(it -> parts.put("billing-" + it.name(), it));
        rescue.parts().rotation().ifPresent(it -> parts.put("rotation", it));
        rescue.parts().alerts().ifPresent(it -> parts.put("alerts", it));
        parts.put("state", sources.state());
        return parts;
    }
}
