package ai.levqor.ops.policy.forecast;

/**
 * A reason and its number.
 *
 * @param reason what was found
 * @param value in the reason's unit; an amount is in the forecast's currency, for 30 days
 */
public record ForecastNote(ForecastReason reason, double value) {}
