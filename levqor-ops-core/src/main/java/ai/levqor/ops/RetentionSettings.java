package ai.levqor.ops;

import ai.levqor.ops.engine.retention.RetentionSetup;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.zone.ZoneRulesException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads where activity is found and how it is counted. A breach of a rule names the setting. */
final class RetentionSettings {
    private static final Set<String> TIME_TYPES =
            Set.of("auto", "timestamptz", "timestamp", "date", "epoch_s", "epoch_ms", "text");
    private static final String WORD = "[A-Za-z_][A-Za-z0-9_$]{0,62}";
    private static final Pattern COLUMN = Pattern.compile(WORD);
    private static final Pattern TABLE = Pattern.compile("(" + WORD + "\\.)?" + WORD);
    private static final String COLUMN_RULE =
            "a column's name: at most 63 letters, digits, underscores or dollar signs, the first no digit";
    private static final String TABLE_RULE = "a table's name, such as audit_log or audit.events: at most 63 letters,"
            + " digits, underscores or dollar signs, the first no digit";
    private static final int MOST_BACKFILL = 3660;
    private static final int MOST_LATE = 30;
    private static final int MOST_BUFFER = 10_000_000;

    private final Function<OpsSetting, SettingValue> values;

    RetentionSettings(Function<OpsSetting, SettingValue> values) {
        this.values = values;
    }

    private SettingValue value(OpsSetting setting) {
        return values.apply(setting);
    }

    ActivitySettings activity() {
        return new ActivitySettings(
                optional(OpsSetting.ACTIVITY_TABLE, TABLE, TABLE_RULE),
                column(OpsSetting.ACTIVITY_USER_COLUMN),
                column(OpsSetting.ACTIVITY_TIME_COLUMN),
                timeType(),
                zone(OpsSetting.ACTIVITY_ZONE),
                optional(OpsSetting.ACTIVITY_INGEST_COLUMN, COLUMN, COLUMN_RULE),
                either(OpsSetting.ACTIVITY_IDS, "in_database", "in_process"),
                optional(OpsSetting.ACTIVITY_USERS_TABLE, TABLE, TABLE_RULE),
                column(OpsSetting.ACTIVITY_USERS_COLUMN),
                value(OpsSetting.RETENTION_TABLE).matching(TABLE, TABLE_RULE),
                value(OpsSetting.RETENTION_STATE_TABLE).matching(TABLE, TABLE_RULE),
                either(OpsSetting.RETENTION_WRITE, "auto", "never"));
    }

    RetentionSetup setup() {
        var buffer = value(OpsSetting.ACTIVITY_BUFFER).positiveInt();
        if (buffer > MOST_BUFFER) {
            throw value(OpsSetting.ACTIVITY_BUFFER).broken("an integer from 1 to " + MOST_BUFFER);
        }
        return new RetentionSetup(
                zone(OpsSetting.RETENTION_ZONE),
                days(OpsSetting.RETENTION_BACKFILL, 1, MOST_BACKFILL),
                days(OpsSetting.RETENTION_LATE, 0, MOST_LATE),
                completeFrom(),
                buffer,
                value(OpsSetting.JOBS_WAIT).duration());
    }

    private String column(OpsSetting setting) {
        return value(setting).matching(COLUMN, COLUMN_RULE);
    }

    private Optional<String> optional(OpsSetting setting, Pattern pattern, String rule) {
        var value = value(setting);
        return value.text().isEmpty() ? Optional.empty() : Optional.of(value.matching(pattern, rule));
    }

    private String timeType() {
        var value = value(OpsSetting.ACTIVITY_TIME_TYPE);
        if (!TIME_TYPES.contains(value.text())) {
            throw value.broken("auto, timestamptz, timestamp, date, epoch_s, epoch_ms or text");
        }
        return value.text();
    }

    private boolean either(OpsSetting setting, String yes, String no) {
        var value = value(setting);
        if (!value.text().equals(yes) && !value.text().equals(no)) {
            throw value.broken(yes + " or " + no);
        }
        return value.text().equals(yes);
    }

    private ZoneId zone(OpsSetting setting) {
        try {
            return ZoneId.of(value(setting).text());
        } catch (ZoneRulesException e) {
            throw value(setting).broken("a time zone that there is, such as UTC or Europe/London");
        } catch (DateTimeException e) {
            throw value(setting).broken("a time zone, such as UTC or Europe/London");
        }
    }

    private int days(OpsSetting setting, int least, int most) {
        var time = value(setting).duration();
        var days = time.toDays();
        if (!Duration.ofDays(days).equals(time) || days < least || days > most) {
            throw value(setting).broken("whole days from " + least + "d to " + most + "d");
        }
        return (int) days;
    }

    private Optional<LocalDate> completeFrom() {
        var value = value(OpsSetting.RETENTION_COMPLETE_FROM);
        if (value.text().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(value.text()));
        } catch (DateTimeParseException e) {
            throw value.broken("a day, such as 2024-05-01");
        }
    }
}
