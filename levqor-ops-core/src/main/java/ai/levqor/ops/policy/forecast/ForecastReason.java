package ai.levqor.ops.policy.forecast;

/** What a forecast rests on beside its method. Stable names: they are in JSON and in logs. */
public enum ForecastReason {
    /** There is no complete day: no forecast. */
    NO_HISTORY("days"),
    /** Below 21 days nothing was measured to beat the plain mean, so this is it. */
    SHORT_HISTORY("days"),
    /** Below 7 days no interval held what it promised, so there is none. */
    TOO_SHORT_FOR_BANDS("days"),
    /** Days without a cost were filled from the same weekdays. */
    GAPS_FILLED("days"),
    /** The last complete days are not there yet; the level is that of the last known one. */
    HISTORY_LAGS("days"),
    /** Charges that return on a day of the month were taken out and put on their dates. */
    MONTHLY_FEES("amount"),
    /** There was a spike, and too little history to tell whether it returns: the mean of the last 30 days. */
    UNEXPLAINED_SPIKE("amount"),
    /** One day with a credit, taken as happening once. */
    CREDIT_ONCE("amount"),
    /** Several days with a credit: they go on as in the last 30 days. */
    CREDITS_GO_ON("amount"),
    /** No day of the history cost anything: 0, and no bands, for there is nothing to measure them by. */
    NO_SPEND("days"),
    /** Nothing was spent in the last days. If the service is shut down, the forecast is 0. */
    NO_RECENT_SPEND("days"),
    /** It has gone on and off before, so a recent jump may not last. */
    ON_AND_OFF("crossings");

    private final String unit;

    ForecastReason(String unit) {
        this.unit = unit;
    }

    /** What its value counts. */
    public String unit() {
        return unit;
    }
}
