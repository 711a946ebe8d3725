package ai.levqor.ops;

import ai.levqor.ops.engine.EngineSettings;
import ai.levqor.ops.engine.cost.CostSetup;
import ai.levqor.ops.engine.fleet.FleetSetup;
import ai.levqor.ops.engine.job.JobSetup;
import ai.levqor.ops.engine.recovery.RecoverySetup;
import ai.levqor.ops.engine.retention.RetentionSetup;
import ai.levqor.ops.policy.scale.StepSettings;
import ai.levqor.ops.policy.scale.StepSettings.CostGuard;
import ai.levqor.ops.policy.scale.StepSettings.Idle;
import ai.levqor.ops.policy.scale.StepSettings.Limits;
import ai.levqor.ops.policy.scale.StepSettings.Pace;
import ai.levqor.ops.policy.scale.StepSettings.Pressure;
import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.Settings;
import ai.levqor.ops.store.jdbc.CostTable;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings of one autopilot, read once and checked at once. A builder call wins over a system property, a system
 * property over an environment variable, and that over the default. Immutable; {@code toString} shows no value.
 */
public final class OpsSettings implements Settings {
    private static final Logger LOG = LoggerFactory.getLogger(OpsSettings.class);
    private static final Set<String> HOSTS_OWN = Set.of("JWT_SECRET");
    private static final int LEAST_TOKEN_LENGTH = 16;
    private static final Pattern CURRENCY = Pattern.compile("[a-z]{3}");
    private static final Pattern PREFIX = Pattern.compile("(/[A-Za-z0-9._~-]+)*");
    private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7e]+");

    private final Map<String, String> environment; // the host's own; looked into by name, never copied or listed
    private final Map<OpsSetting, String> values;
    private final StepSettings step;
    private final EngineSettings engine;
    private final HttpSettings http;
    private final RecoverySetup incidents;
    private final ActivitySettings activity;
    private final RetentionSetup retention;
    private final CostSetup costs;
    private final Optional<CostTable> costTable;
    private final JobSetup jobs;
    private final FleetSetup fleet;
    private final JobSettings.Store jobsStore;
    private final Duration latencyWindow;
    private final Duration failureWindow;

    private OpsSettings(Map<String, String> environment, Map<OpsSetting, String> values) {
        this.environment = environment;
        this.values = new EnumMap<>(values);
        this.step = readStep();
        this.engine = readEngine();
        this.http = new HttpSettings(
                value(OpsSetting.HTTP_PREFIX)
                        .matching(PREFIX, "empty, or a path that begins with a slash and does not end with one"),
                value(OpsSetting.HTTP_PUBLIC_READS).truth(),
                readTokens());
        this.incidents = IncidentSettings.read(this::value);
        var counting = new RetentionSettings(this::value);
        this.activity = counting.activity();
        this.retention = counting.setup();
        var billing = new CostSettings(this::value);
        this.costs = billing.setup();
        this.costTable = billing.table();
        var planning = new JobSettings(this::value);
        this.jobs = planning.setup();
        this.jobsStore = planning.store();
        this.fleet = FleetSettings.read(this::value);
        this.latencyWindow = value(OpsSetting.LATENCY_WINDOW).window();
        this.failureWindow = value(OpsSetting.FAILURE_WINDOW).window();
    }

    /**
     * Settings from the process's environment and system properties.
     *
     * @throws ConfigurationException naming the first setting that breaks its rule
     */
    public static OpsSettings fromEnvironment() {
        var environment = System.getenv();
        environment.keySet().stream()
                .filter(name ->
                        name.startsWith("OPS_") && OpsSetting.ofVariable(name).isEmpty())
                .forEach(name -> LOG.warn("{} is set, and is no setting of this library", name));
        return of(environment, System.getProperties(), Map.of());
    }

    /** The defaults, with these set: by environment variable, as in {@code Map.of("OPS_WORKERS_MAX", "8")}. */
    public static OpsSettings of(Map<String, String> variables) {
        return of(variables, new Properties(), Map.of());
    }

    static OpsSettings of(Map<String, String> environment, Properties properties, Map<String, String> overrides) {
        overrides.keySet().forEach(name -> {
            if (OpsSetting.ofVariable(name).isEmpty()) {
                throw new ConfigurationException("there is no setting " + name + "; OpsSetting lists them all");
            }
        });
        var values = new EnumMap<OpsSetting, String>(OpsSetting.class);
        for (var setting : OpsSetting.values()) {
            find(setting, environment, properties, overrides).ifPresent(text -> values.put(setting, text));
        }
        return new OpsSettings(environment, values);
    }

    private static Optional<String> find(
            OpsSetting setting, Map<String, String> environment, Properties properties, Map<String, String> overrides) {
        return filled(overrides.get(setting.variable()))
                .or(() -> setting.property().map(properties::getProperty).flatMap(OpsSettings::filled))
                .or(() -> filled(environment.get(setting.variable())));
    }

    private static Optional<String> filled(@Nullable String text) {
        return Optional.ofNullable(text).map(String::strip).filter(it -> !it.isEmpty());
    }

    /** These settings with some replaced, by environment variable. */
    OpsSettings with(Map<String, String> overrides) {
        var merged = new HashMap<String, String>();
        values.forEach((setting, text) -> merged.put(setting.variable(), text));
        merged.putAll(overrides);
        return of(environment, new Properties(), merged);
    }

    private SettingValue value(OpsSetting setting) {
        return new SettingValue(setting, values.getOrDefault(setting, setting.defaultValue()));
    }

    private StepSettings readStep() {
        var min = value(OpsSetting.WORKERS_MIN).positiveInt();
        var max = value(OpsSetting.WORKERS_MAX).positiveInt();
        if (min > max) {
            throw new ConfigurationException(
                    "OPS_WORKERS_MIN must be at most OPS_WORKERS_MAX, were " + min + " and " + max);
        }
        var pressure = value(OpsSetting.SCALE_P95_ABOVE).positiveDuration();
        var idle = value(OpsSetting.IDLE_P95_BELOW).positiveDuration();
        if (idle.compareTo(pressure) > 0) {
            throw new ConfigurationException("OPS_IDLE_P95_BELOW must be at most OPS_SCALE_P95_ABOVE, were "
                    + idle.toMillis() + "ms and " + pressure.toMillis() + "ms");
        }
        var tickEvery = value(OpsSetting.TICK_EVERY).positiveDuration();
        var fourTicks = tickEvery.multipliedBy(4);
        var minute = Duration.ofMinutes(1);
        return new StepSettings(
                new Limits(min, max),
                new Pressure(pressure, value(OpsSetting.SCALE_DEPTH_ABOVE).nonNegative()),
                new Idle(idle, value(OpsSetting.IDLE_FOR).positiveDuration()),
                new Pace(
                        value(OpsSetting.STEP_UP_EVERY).duration(),
                        value(OpsSetting.SIGNAL_MAX_AGE).positiveDuration(),
                        fourTicks.compareTo(minute) > 0 ? fourTicks : minute),
                new CostGuard(
                        dailySpendLimit(),
                        currency(),
                        value(OpsSetting.SPEND_SHARE).positiveDecimal(),
                        value(OpsSetting.FORECAST_SHARE).positiveDecimal(),
                        value(OpsSetting.SPEND_UNKNOWN_FOR).duration()));
    }

    private EngineSettings readEngine() {
        return new EngineSettings(
                value(OpsSetting.TICK_EVERY).positiveDuration(),
                value(OpsSetting.FLAGS_EVERY).positiveDuration(),
                value(OpsSetting.SOURCE_DEADLINE).positiveDuration(),
                value(OpsSetting.SNAPSHOT_FOR).positiveDuration(),
                value(OpsSetting.HISTORY_SIZE).positiveInt());
    }

    private List<String> readTokens() {
        var tokens = new ArrayList<String>();
        var text = values.get(OpsSetting.ADMIN_TOKEN);
        if (text == null) {
            return tokens;
        }
        for (var token : text.split(",", -1)) {
            var stripped = token.strip();
            if (stripped.length() < LEAST_TOKEN_LENGTH
                    || !PRINTABLE.matcher(stripped).matches()) {
                throw new ConfigurationException("ADMIN_TOKEN must be one token, or several with commas between, each "
                        + LEAST_TOKEN_LENGTH + " or more printable ASCII characters without spaces");
            }
            tokens.add(stripped);
        }
        return tokens;
    }

    /** The numbers of the step policy. */
    public StepSettings step() {
        return step;
    }

    /** The numbers of the loop. */
    public EngineSettings engine() {
        return engine;
    }

    /** The numbers of incidents. */
    public RecoverySetup incidents() {
        return incidents;
    }

    /** Where activity is found. */
    ActivitySettings activity() {
        return activity;
    }

    /** The numbers of active users. */
    public RetentionSetup retention() {
        return retention;
    }

    /** The numbers of costs. */
    public CostSetup costs() {
        return costs;
    }

    /** The table of daily costs; empty if none is named. */
    Optional<CostTable> costTable() {
        return costTable;
    }

    /** The numbers of the jobs. */
    public JobSetup jobs() {
        return jobs;
    }

    /** The numbers of a fleet, with the name of this instance. */
    public FleetSetup fleet() {
        return fleet;
    }

    /** The command line of the host's backup; empty if there is none. */
    String backupCommand() {
        return value(OpsSetting.BACKUP_COMMAND).text();
    }

    /** How long a backup may take. */
    Duration backupTimeout() {
        return jobs.backupTimeout();
    }

    /** Where it is kept that a job ran. */
    JobSettings.Store jobsStore() {
        return jobsStore;
    }

    /** The table of that. */
    String jobsTable() {
        return value(OpsSetting.JOBS_TABLE).text();
    }

    /** The file that the forecast is written to. */
    public Path forecastFile() {
        return Path.of(value(OpsSetting.FORECAST_FILE).text());
    }

    /** What the filter needs to know. */
    public HttpSettings http() {
        return http;
    }

    /** The spend a day that the cost guard protects; empty if it is off. */
    public Optional<BigDecimal> dailySpendLimit() {
        return values.containsKey(OpsSetting.DAILY_SPEND_LIMIT)
                ? Optional.of(value(OpsSetting.DAILY_SPEND_LIMIT).positiveDecimal())
                : Optional.empty();
    }

    /** The currency of every amount: three lower case letters. */
    public String currency() {
        return value(OpsSetting.CURRENCY).matching(CURRENCY, "three lower case letters, such as usd");
    }

    /** The window of the latency percentiles. */
    public Duration latencyWindow() {
        return latencyWindow;
    }

    /** The window of failures and totals. */
    public Duration failureWindow() {
        return failureWindow;
    }

    /** The flags file. */
    public Path flagsFile() {
        return Path.of(value(OpsSetting.FLAGS_FILE).text());
    }

    /** The folder of what the policies remember. */
    public Path stateDir() {
        return Path.of(value(OpsSetting.STATE_DIR).text());
    }

    /** The folder of the logs. */
    public Path logDir() {
        return Path.of(value(OpsSetting.LOG_DIR).text());
    }

    /** The id of the plug-in that is named for one of the SPIs; empty if none is. */
    Optional<String> plugIn(OpsSetting setting) {
        return Optional.ofNullable(values.get(setting));
    }

    /** A setting, or any other environment variable: what a plug-in asks for. */
    @Override
    public Optional<String> find(String name) {
        var known = OpsSetting.ofVariable(name);
        return known.isPresent()
                ? filled(values.getOrDefault(known.get(), known.get().defaultValue()))
                : HOSTS_OWN.contains(name) ? Optional.empty() : filled(environment.get(name));
    }

    @Override
    public String toString() {
        return "OpsSettings" + values.keySet();
    }
}
