package ai.levqor.ops.examples.backend;

import ai.levqor.ops.OpsSetting;
import ai.levqor.ops.OpsSettings;
import ai.levqor.ops.examples.backend.WorkerSpend.Tariff;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where the example differs from the library's defaults: everything goes faster, so that minutes show what takes hours
 * elsewhere. A variable that is set in the environment wins.
 */
final class ExampleSettings {
    /** Prices at which one worker may run all day, and three may not. */
    static final Tariff TARIFF = new Tariff(new BigDecimal("10.00"), new BigDecimal("2.40"), Duration.ofMinutes(1));

    private static final Map<OpsSetting, String> FASTER = faster();

    private ExampleSettings() {}

    private static Map<OpsSetting, String> faster() {
        var faster = new LinkedHashMap<OpsSetting, String>();
        faster.put(OpsSetting.TICK_EVERY, "3s");
        faster.put(OpsSetting.STEP_UP_EVERY, "6s");
        faster.put(OpsSetting.IDLE_FOR, "20s");
        faster.put(OpsSetting.LATENCY_WINDOW, "10s");
        faster.put(OpsSetting.DAILY_SPEND_LIMIT, "14.50");
        return faster;
    }

    /** The settings of a run, checked. */
    static OpsSettings of(Map<String, String> environment, DataFolder data, String token) {
        var variables = new HashMap<String, String>();
        FASTER.forEach((setting, value) -> variables.put(setting.variable(), value));
        variables.put(OpsSetting.FLAGS_FILE.variable(), data.flags().toString());
        variables.put(
                OpsSetting.STATE_DIR.variable(),
                data.path().resolve("config/state").toString());
        variables.put(OpsSetting.LOG_DIR.variable(), data.logs().toString());
        variables.putAll(environment);
        variables.put(OpsSetting.ADMIN_TOKEN.variable(), token);
        return OpsSettings.of(variables);
    }

    /** What is faster, beside what it is elsewhere: one line each. */
    static String describe(Map<String, String> environment) {
        var lines = new StringBuilder();
        FASTER.forEach((setting, value) -> {
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
