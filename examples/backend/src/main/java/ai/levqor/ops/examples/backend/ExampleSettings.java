package ai.levqor.ops.examples.backend;

import ai.levqor.ops.OpsSetting;
import ai.levqor.ops.OpsSettings;
import ai.levqor.ops.examples.backend.WorkerSpend.Tariff;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where the example differs from the library's defaults: everything goes faster, so that minutes show what takes hours
 * elsewhere, and the watchdog leaves a slow crowd to the workers. A variable that is set in the environment wins.
 */
final class ExampleSettings {
    /** One worker all day makes a bill of 12.40, two 14.80, three 17.20. */
    static final Tariff TARIFF = new Tariff(new BigDecimal("10.00"), new BigDecimal("2.40"), Duration.ofMinutes(1));

    private final Map<OpsSetting, String> faster = new LinkedHashMap<>();
    private final Map<String, String> environment;

    /** Settings on which {@code environment} has the last word. */
    ExampleSettings(Map<String, String> environment, String dailySpendLimit) {
        this.environment = Map.copyOf(environment);
        faster.put(OpsSetting.TICK_EVERY, "3s");
        faster.put(OpsSetting.STEP_UP_EVERY, "6s");
        faster.put(OpsSetting.IDLE_FOR, "20s");
        faster.put(OpsSetting.LATENCY_WINDOW, "10s");
        faster.put(OpsSetting.DAILY_SPEND_LIMIT, dailySpendLimit);
        faster.put(OpsSetting.FAILURE_WINDOW, "24s");
        faster.put(OpsSetting.WATCHDOG_EVERY, "5s");
        faster.put(OpsSetting.WATCHDOG_WITHIN, "20s");
        faster.put(OpsSetting.SLO_P99_ABOVE, "5s");
        faster.put(OpsSetting.RECOVER_COOLDOWN, "10s");
        faster.put(OpsSetting.RECOVER_PER_HOUR, "100");
        faster.put(OpsSetting.REDRIVE_MOST, "1");
    }

    /** For the story: scale-ups stop at 15.75, so two workers may run all day, and three may not. */
    static ExampleSettings forStory(Map<String, String> environment) {
        return new ExampleSettings(environment, "17.50");
    }

    /** For a trace: scale-ups stop at 17.10, which is nearly three workers all day. */
    static ExampleSettings forTrace(Map<String, String> environment) {
        return new ExampleSettings(environment, "19.00");
    }

    /**
     * The settings of a run, checked.
     *
     * @param founded the first day of the audit log
     */
    OpsSettings in(DataFolder data, LocalDate founded, String token) {
        var variables = new HashMap<String, String>();
        faster.forEach((setting, value) -> variables.put(setting.variable(), value));
        variables.put(OpsSetting.FLAGS_FILE.variable(), data.flags().toString());
        variables.put(
                OpsSetting.STATE_DIR.variable(),
                data.path().resolve("config/state").toString());
        variables.put(OpsSetting.LOG_DIR.variable(), data.logs().toString());
        variables.put(
                OpsSetting.FORECAST_FILE.variable(),
                data.path().resolve("last_forecast.json").toString());
        variables.put(OpsSetting.ACTIVITY_TABLE.variable(), "audit_log");
        variables.put(OpsSetting.ACTIVITY_USER_COLUMN.variable(), "user_id");
        variables.put(OpsSetting.ACTIVITY_TIME_COLUMN.variable(), "occurred_at");
        variables.put(OpsSetting.ACTIVITY_INGEST_COLUMN.variable(), "id");
        variables.put(OpsSetting.RETENTION_COMPLETE_FROM.variable(), founded.toString());
        variables.putAll(environment);
        variables.put(OpsSetting.ADMIN_TOKEN.variable(), token);
        return OpsSettings.of(variables);
    }

    /** What is faster, beside what it is elsewhere: one line each. */
    String describe() {
        var lines = new StringBuilder();
        faster.forEach((setting, value) -> {
            var own = environment.get(setting.variable());
            var elsewhere = setting.defaultValue().isEmpty() ? "none" : setting.defaultValue();
            lines.append("    %-20s %-6s (%s)%n"
                    .formatted(
                            setting.variable(),
                            own == null ? value : own,
                            own == null ? "default " + elsewhere : "from your environment"));
        });
        return lines.toString();
    }
}
