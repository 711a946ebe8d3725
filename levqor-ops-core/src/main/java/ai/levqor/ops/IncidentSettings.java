package ai.levqor.ops;

import ai.levqor.ops.engine.recovery.BurnStateCodec;
import ai.levqor.ops.engine.recovery.RecoverySetup;
import ai.levqor.ops.engine.recovery.RecoverySetup.Rule;
import ai.levqor.ops.engine.recovery.RedriveSettings;
import ai.levqor.ops.engine.recovery.StreakStateCodec;
import ai.levqor.ops.policy.recovery.RecoverySettings;
import ai.levqor.ops.policy.recovery.RedriveRate;
import ai.levqor.ops.policy.slo.BurnRatePolicy;
import ai.levqor.ops.policy.slo.BurnSettings;
import ai.levqor.ops.policy.slo.StreakPolicy;
import ai.levqor.ops.policy.slo.StreakSettings;
import ai.levqor.ops.policy.slo.StreakSettings.Objectives;
import ai.levqor.ops.spi.ConfigurationException;
import java.time.Duration;
import java.util.function.Function;

/** Reads the numbers of incidents. A breach of a rule names the setting. */
final class IncidentSettings {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration LONGEST_BURN_TICK = Duration.ofMinutes(5);
    private static final Duration SHORTEST_BURN_TICK = Duration.ofSeconds(15);

    private final Function<OpsSetting, SettingValue> values;

    private IncidentSettings(Function<OpsSetting, SettingValue> values) {
        this.values = values;
    }

    static RecoverySetup read(Function<OpsSetting, SettingValue> values) {
        return new IncidentSettings(values).setup();
    }

    private SettingValue value(OpsSetting setting) {
        return values.apply(setting);
    }

    private RecoverySetup setup() {
        var every = value(OpsSetting.WATCHDOG_EVERY).positiveDuration();
        if (every.compareTo(DAY) > 0 || DAY.toMillis() % every.toMillis() != 0) {
            throw value(OpsSetting.WATCHDOG_EVERY).broken("a duration that a day is a whole number of, such as 5m");
        }
        return new RecoverySetup(
                new RecoverySettings(
                        value(OpsSetting.RECOVER_ERROR_RATE).ratio(),
                        value(OpsSetting.RECOVER_COOLDOWN).duration(),
                        value(OpsSetting.RECOVER_PER_HOUR).positiveInt()),
                new RedriveSettings(
                        rate(),
                        value(OpsSetting.REDRIVE_BATCH).positiveInt(),
                        Math.toIntExact(Math.min(
                                Integer.MAX_VALUE,
                                value(OpsSetting.REDRIVE_MOST).nonNegative()))),
                every,
                rule(every),
                value(OpsSetting.FAILURE_WINDOW).window(),
                value(OpsSetting.RECOVER_WAIT).duration(),
                value(OpsSetting.HISTORY_SIZE).positiveInt());
    }

    private RedriveRate rate() {
        var rate = value(OpsSetting.REDRIVE_RATE);
        return rate.text().equals("unlimited")
                ? RedriveRate.UNLIMITED
                : RedriveRate.of(rate.positiveDecimal().doubleValue());
    }

    private Rule<?> rule(Duration every) {
        return switch (value(OpsSetting.WATCHDOG_RULE).text()) {
            case "streak" -> new Rule<>("streak", new StreakPolicy(streak(every)), new StreakStateCodec());
            case "burn_rate" -> new Rule<>("burn-rate", new BurnRatePolicy(burn(every)), new BurnStateCodec());
            default -> throw value(OpsSetting.WATCHDOG_RULE).broken("streak or burn_rate");
        };
    }

    private StreakSettings streak(Duration every) {
        var breaches = value(OpsSetting.WATCHDOG_BREACHES).positiveInt();
        var within = value(OpsSetting.WATCHDOG_WITHIN).duration().dividedBy(every);
        if (breaches > 100 || within < breaches - 1) {
            throw new ConfigurationException(
                    "OPS_WATCHDOG_WITHIN must be time enough for OPS_WATCHDOG_BREACHES, at most"
                            + " 100, looks that are OPS_WATCHDOG_EVERY apart");
        }
        return new StreakSettings(
                new Objectives(
                        value(OpsSetting.SLO_P99_ABOVE).positiveDuration(),
                        value(OpsSetting.SLO_ERROR_RATE_ABOVE).ratio(),
                        value(OpsSetting.SLO_AVAILABILITY_BELOW).ratio()),
                breaches,
                (int) Math.min(within, 1000),
                StreakSettings.DEFAULTS.silentTicks());
    }

    private BurnSettings burn(Duration every) {
        if (every.compareTo(LONGEST_BURN_TICK) > 0 || every.compareTo(SHORTEST_BURN_TICK) < 0) {
            throw value(OpsSetting.WATCHDOG_EVERY).broken("from 15s to 5m for burn_rate");
        }
        return new BurnSettings(
                value(OpsSetting.SLO_OBJECTIVE).properRatio(),
                value(OpsSetting.SLO_FAST_BURN).positiveDecimal().doubleValue(),
                value(OpsSetting.SLO_SLOW_BURN).positiveDecimal().doubleValue(),
                every);
    }
}
