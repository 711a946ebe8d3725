package ai.levqor.ops.policy.forecast;

import java.time.LocalDate;
import java.util.Optional;

/**
 * One day of the path.
 *
 * @param day the day
 * @param cost expected, 0 or more
 * @param bands of this day alone; days do not add up to the bands of the total. Empty if the total has none
 */
public record DayForecast(LocalDate day, double cost, Optional<Bands> bands) {}
