package ai.levqor.ops.policy.forecast;

import java.util.ArrayList;
import java.util.List;

/** The methods there are. */
public final class ForecastMethods {
    /** The name of the method that is best on measurement. */
    public static final String DEFAULT = "median6";

    private static final List<ForecastMethod> ALL = List.of(
            new MedianOfSix(),
            new LinearTrend(),
            new LastThirtyDays(),
            new FourWeekMean(),
            new SeasonalMean(),
            new DampedHolt(),
            new Theta());

    private ForecastMethods() {}

    /** All, the default first. */
    public static List<ForecastMethod> all() {
        return ALL;
    }

    /**
     * The one of a name.
     *
     * @throws IllegalArgumentException naming those there are
     */
    public static ForecastMethod named(String name) {
        for (var method : ALL) {
            if (method.name().equals(name)) {
                return method;
            }
        }
        throw new IllegalArgumentException("method must be one of " + names() + ", was " + name);
    }

    /** Their names, the default first. */
    public static List<String> names() {
        var names = new ArrayList<String>();
        for (var method : ALL) {
            names.add(method.name());
        }
        return List.copyOf(names);
    }
}
