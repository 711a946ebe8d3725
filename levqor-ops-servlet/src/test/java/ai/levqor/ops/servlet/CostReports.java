package ai.levqor.ops.servlet;

import ai.levqor.ops.engine.cost.CostReport;
import ai.levqor.ops.engine.cost.CostReport.Missing;
import ai.levqor.ops.engine.cost.CostReport.Part;
import ai.levqor.ops.engine.cost.CostReport.Source;
import ai.levqor.ops.engine.cost.CostReport.SourceState;
import ai.levqor.ops.policy.forecast.CostForecaster;
import ai.levqor.ops.policy.forecast.CostSource;
import ai.levqor.ops.policy.forecast.DailyCosts;
import ai.levqor.ops.policy.forecast.DayCost;
import ai.levqor.ops.policy.forecast.ForecastMethods;
import ai.levqor.ops.policy.forecast.Money;
import ai.levqor.ops.policy.forecast.RateTable;
import ai.levqor.ops.policy.forecast.RecentSpend;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reports on costs as the engine makes them. */
public final class CostReports {
    private static final Currency USD = Currency.getInstance("USD");
    private static final LocalDate TODAY = LocalDate.parse("2026-03-05");
    private static final Instant NOW = Instant.parse("2026-03-05T12:00:00Z");
    private static final CostForecaster FORECASTER =
            new CostForecaster(ForecastMethods.named(ForecastMethods.DEFAULT), RateTable.none(USD));

    private CostReports() {}

    /** A price of 2 a day, and a source that costs 4 a day. */
    public static CostReport ofTwo() {
        var rows = new ArrayList<DayCost>();
        for (var ago = 1; ago <= 60; ago++) {
            rows.add(new DayCost(TODAY.minusDays(ago), 4));
        }
        var price = new CostSource.Fixed(
                "redis", new Money(USD, BigDecimal.valueOf(2)), CostSource.Fixed.Per.DAY, Optional.empty());
        var usage = new CostSource.Usage("cloud: tokens", DailyCosts.of(USD, rows));
        var forecast = FORECASTER.forecast(List.of(price, usage), TODAY);
        return new CostReport(
                NOW,
                "median6",
                forecast,
                Optional.empty(),
                Optional.of(new RecentSpend(6, 3)),
                List.of(
                        new Part(
                                "fixed",
                                "redis",
                                "fixed",
                                60,
                                OptionalDouble.empty(),
                                forecast.parts().get(0)),
                        new Part(
                                "cloud",
                                "tokens",
                                "usage",
                                120,
                                OptionalDouble.empty(),
                                forecast.parts().get(1))),
                List.of(new Source(
                        "cloud", SourceState.LAST_GOOD, Optional.of(NOW.minusSeconds(90)), Optional.of(TODAY))),
                true,
                Optional.empty());
    }

    static CostReport none(Missing why) {
        return new CostReport(
                NOW,
                "median6",
                FORECASTER.forecast(List.of(), TODAY),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                false,
                Optional.of(why));
    }
}
