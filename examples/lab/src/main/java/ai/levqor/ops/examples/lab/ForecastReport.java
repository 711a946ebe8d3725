package ai.levqor.ops.examples.lab;

import ai.levqor.ops.policy.forecast.BackTest;
import ai.levqor.ops.policy.forecast.Bands;
import ai.levqor.ops.policy.forecast.DailyCosts;
import ai.levqor.ops.policy.forecast.Forecast;
import ai.levqor.ops.policy.forecast.ForecastMethod;
import ai.levqor.ops.policy.forecast.ForecastNote;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Forecasts of series, as tables and as a picture of the first. */
final class ForecastReport {
    private static final MathContext DIGITS = new MathContext(7);
    private static final int SHOWN_DAYS = 120;

    private final ForecastMethod method;
    private final Optional<LocalDate> from;
    private final List<Entry> entries = new ArrayList<>();

    private record Entry(String id, DailyCosts costs, Forecast forecast, Optional<BackTest> backTest) {}

    /** @param from the first day; empty for the day after the last of each series */
    ForecastReport(ForecastMethod method, Optional<LocalDate> from) {
        this.method = method;
        this.from = from;
    }

    void add(String id, DailyCosts costs) {
        var end =
                costs.isEmpty() ? LocalDate.EPOCH : costs.day(costs.span() - 1).plusDays(1);
        var first = from.orElse(end);
        entries.add(new Entry(id, costs, method.forecast(costs, first), BackTest.of(method, costs, first)));
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** A row a series. */
    RowSet table() {
        var table = new RowSet(
                "series_id",
                "method",
                "from",
                "forecast_next_30d",
                "low80",
                "high80",
                "low95",
                "high95",
                "back_test_error",
                "notes");
        entries.forEach(entry -> table.row(cells(entry).toArray()));
        return table;
    }

    /** A row a series, and in it a row a day. */
    RowSet withDays() {
        var table = new RowSet(
                "series_id",
                "method",
                "from",
                "forecast_next_30d",
                "low80",
                "high80",
                "low95",
                "high95",
                "back_test_error",
                "notes",
                "days");
        for (var entry : entries) {
            var cells = cells(entry);
            cells.add(days(entry));
            table.row(cells.toArray());
        }
        return table;
    }

    private List<Object> cells(Entry entry) {
        var forecast = entry.forecast;
        var cells = new ArrayList<Object>();
        cells.add(entry.id);
        cells.add(forecast.method());
        cells.add(forecast.from().toString());
        cells.add(forecast.total().isPresent() ? number(forecast.total().getAsDouble()) : RowSet.UNKNOWN);
        cells.addAll(ends(forecast.bands()));
        cells.add(entry.backTest.<Object>map(test -> number(test.error())).orElse(RowSet.UNKNOWN));
        cells.add(forecast.notes().stream().map(ForecastReport::words).collect(Collectors.joining(" ")));
        return cells;
    }

    /** A row a day of every series. */
    RowSet days() {
        var table = new RowSet("series_id", "day", "cost", "low80", "high80", "low95", "high95");
        for (var entry : entries) {
            for (var day : entry.forecast.path()) {
                var cells = new ArrayList<Object>(List.of(entry.id, day.day().toString(), number(day.cost())));
                cells.addAll(ends(day.bands()));
                table.row(cells.toArray());
            }
        }
        return table;
    }

    private static List<Object> days(Entry entry) {
        var rows = new ArrayList<Object>();
        for (var day : entry.forecast.path()) {
            var row = new LinkedHashMap<String, Object>();
            row.put("day", day.day().toString());
            row.put("cost", number(day.cost()));
            day.bands().ifPresent(bands -> {
                row.put("low80", number(bands.at80().low()));
                row.put("high80", number(bands.at80().high()));
                row.put("low95", number(bands.at95().low()));
                row.put("high95", number(bands.at95().high()));
            });
            rows.add(row);
        }
        return rows;
    }

    private static List<Object> ends(Optional<Bands> bands) {
        return bands.map(both -> List.<Object>of(
                        number(both.at80().low()),
                        number(both.at80().high()),
                        number(both.at95().low()),
                        number(both.at95().high())))
                .orElse(List.of(RowSet.UNKNOWN, RowSet.UNKNOWN, RowSet.UNKNOWN, RowSet.UNKNOWN));
    }

    private static String words(ForecastNote note) {
        return note.reason() + "=" + number(note.value());
    }

    /** Seven digits are more than a forecast knows. */
    private static BigDecimal number(double value) {
        var rounded = BigDecimal.valueOf(value).round(DIGITS).stripTrailingZeros();
        return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
    }

    /** What the last days of the first series cost, and what the next will. */
    LineChart chart() {
        var entry = entries.get(0);
        var costs = entry.costs.before(entry.forecast.from());
        var shown = Math.min(SHOWN_DAYS, costs.span());
        var start = entry.forecast.from().minusDays(shown);
        var steps = new ArrayList<String>();
        for (var at = 0; at < shown + Forecast.DAYS; at++) {
            steps.add(start.plusDays(at).toString());
        }
        var chart = new LineChart(entry.id + ": " + words(entry.forecast), steps);
        band(chart, "#dbe7f5", entry.forecast, shown, true);
        band(chart, "#b4cdea", entry.forecast, shown, false);
        var past = new double[shown];
        for (var at = 0; at < shown; at++) {
            past[at] = Math.max(0, costs.on(start.plusDays(at)).orElse(Double.NaN));
        }
        chart.line("", "#555", past);
        chart.lineFrom(
                shown,
                "forecast",
                "#1f5fa8",
                entry.forecast.path().stream().mapToDouble(day -> day.cost()).toArray());
        return chart;
    }

    private static String words(Forecast forecast) {
        return forecast.total().isPresent()
                ? number(forecast.total().getAsDouble()) + " in 30 days from " + forecast.from()
                : "no forecast";
    }

    private static void band(LineChart chart, String colour, Forecast forecast, int first, boolean wide) {
        if (forecast.bands().isEmpty()) {
            return;
        }
        var bands = forecast.path().stream()
                .map(day -> day.bands().orElseThrow())
                .map(day -> wide ? day.at95() : day.at80())
                .toList();
        chart.area(
                first,
                colour,
                bands.stream().mapToDouble(band -> band.low()).toArray(),
                bands.stream().mapToDouble(band -> band.high()).toArray());
    }
}
