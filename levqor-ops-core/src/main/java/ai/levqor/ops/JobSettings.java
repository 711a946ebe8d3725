package ai.levqor.ops;

import ai.levqor.ops.engine.job.JobSetup;
import ai.levqor.ops.engine.job.JobSetup.Times;
import ai.levqor.ops.engine.job.Jobs;
import ai.levqor.ops.schedule.Schedule;
import ai.levqor.ops.schedule.ScheduleText;
import ai.levqor.ops.spi.ConfigurationException;
import java.util.Optional;
import java.util.function.Function;

/** Reads the settings of jobs. A breach of a rule names the setting. */
final class JobSettings {
    private static final String OFF = "off";

    private final Function<OpsSetting, SettingValue> values;

    /** Where it is kept that a job ran. */
    enum Store {
        /** In the database if there is one that lets it be written; else in the state store. */
        AUTO,
        /** In the database. */
        DATABASE,
        /** In the state store. */
        STATE
    }

    JobSettings(Function<OpsSetting, SettingValue> values) {
        this.values = values;
    }

    private SettingValue value(OpsSetting setting) {
        return values.apply(setting);
    }

    JobSetup setup() {
        return new JobSetup(
                new Jobs.Setup(scheduled(), value(OpsSetting.JOBS_WAIT).duration()),
                new Times(
                        schedule(OpsSetting.SCHEDULE_RETENTION),
                        value(OpsSetting.WATCHDOG_EVERY).positiveDuration(),
                        schedule(OpsSetting.SCHEDULE_SUMMARY),
                        schedule(OpsSetting.SCHEDULE_BACKUP),
                        schedule(OpsSetting.SCHEDULE_COST_FORECAST),
                        schedule(OpsSetting.SCHEDULE_INTEGRITY)),
                value(OpsSetting.JOBS_LATE).duration(),
                value(OpsSetting.JOBS_TIMEOUT).positiveDuration(),
                value(OpsSetting.BACKUP_TIMEOUT).positiveDuration());
    }

    private boolean scheduled() {
        var value = value(OpsSetting.SCHEDULER);
        return switch (value.text()) {
            case "on" -> true;
            case OFF -> false;
            default -> throw value.broken("on or off");
        };
    }

    private Optional<Schedule> schedule(OpsSetting setting) {
        var value = value(setting);
        if (value.text().equals(OFF)) {
            return Optional.empty();
        }
        try {
            return Optional.of(ScheduleText.parse(value.text()));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(setting.variable() + " must be a schedule, or off: " + e.getMessage(), e);
        }
    }

    Store store() {
        var value = value(OpsSetting.JOBS_STORE);
        return switch (value.text()) {
            case "auto" -> Store.AUTO;
            case "database" -> Store.DATABASE;
            case "state" -> Store.STATE;
            default -> throw value.broken("auto, database or state");
        };
    }
}
