package ai.levqor.ops.policy.forecast;

import java.time.LocalDate;

/** The last 30 days once more, with a band of 20 %; the mean of fewer days, if there are no more. */
final class LastThirtyDays implements ForecastMethod {

    @Override
    public String name() {
        return "last30";
    }

    @Override
    public Forecast forecast(DailyCosts costs, LocalDate from) {
        var history = History.of(costs, from);
        if (history.size() == 0) {
            return Outlook.none(name(), history);
        }
        var outlook = new Outlook(name(), history);
        outlook.level(history.mean(Forecast.DAYS));
        return outlook.withShare(LinearTrend.BAND);
    }
}
