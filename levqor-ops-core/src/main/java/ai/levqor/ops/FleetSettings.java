package ai.levqor.ops;

import ai.levqor.ops.engine.fleet.FleetSetup;
import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.fleet.FleetBoard;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;

/** Reads the settings of a fleet. */
final class FleetSettings {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    private FleetSettings() {}

    /**
     * The numbers of a fleet; the name of this instance, if it is given none, is made up.
     *
     * @throws ConfigurationException if one breaks its rule
     */
    static FleetSetup read(Function<OpsSetting, SettingValue> values) {
        var length = values.apply(OpsSetting.FLEET_TTL);
        if (length.duration().compareTo(SHORTEST) < 0 || length.duration().compareTo(LONGEST) > 0) {
            throw length.broken("from 1s to 1h");
        }
        var name = values.apply(OpsSetting.INSTANCE);
        return new FleetSetup(
                name.text().isEmpty()
                        ? "i-" + UUID.randomUUID().toString().replace("-", "").substring(0, 12)
                        : name.matching(
                                FleetBoard.INSTANCE, "of letters, digits, dots, dashes and underscores, 100 at most"),
                length.duration());
    }
}
