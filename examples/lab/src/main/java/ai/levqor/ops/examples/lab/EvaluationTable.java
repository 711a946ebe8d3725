package ai.levqor.ops.examples.lab;

import ai.levqor.ops.policy.forecast.ForecastMethods;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The scores of one or more collections, and of their mean if there are more. */
final class EvaluationTable {
    private static final String MEAN = "mean";
    private static final List<String> COLOURS =
            List.of("#1f5fa8", "#c0561a", "#555", "#2e8b57", "#8a4fa8", "#b8860b", "#a8325a");

    private final List<Integer> histories;
    private final Map<String, List<Score>> collections = new LinkedHashMap<>();
    private int origins;
    private int series;

    EvaluationTable(List<Integer> histories) {
        this.histories = histories;
    }

    /** A collection without any origin is left out. */
    void add(String collection, Evaluation.Result result) {
        if (result.origins() > 0) {
            collections.put(collection, result.scores());
            origins += result.origins();
            series += result.series();
        }
    }

    boolean isEmpty() {
        return collections.isEmpty();
    }

    int origins() {
        return origins;
    }

    int series() {
        return series;
    }

    RowSet rows() {
        var rows = new RowSet(
                "collection",
                "method",
                "default",
                "history",
                "rel_mae_vs_last30",
                "pooled_mae_vs_last30",
                "smape",
                "coverage80",
                "coverage95",
                "mis80",
                "micros");
        collections.forEach((collection, scores) -> scores.forEach(score -> row(rows, collection, score)));
        if (collections.size() > 1) {
            means().forEach(score -> row(rows, MEAN, score));
        }
        return rows;
    }

    private static void row(RowSet rows, String collection, Score score) {
        rows.row(
                collection,
                score.method(),
                score.method().equals(ForecastMethods.DEFAULT),
                score.history(),
                number(score.relMae(), 3),
                number(score.pooledMae(), 3),
                number(score.smape(), 1),
                number(score.coverage80(), 1),
                number(score.coverage95(), 1),
                number(score.mis80(), 3),
                number(score.micros(), 1));
    }

    /** Of every history and method, over the collections. */
    private List<Score> means() {
        var means = new ArrayList<Score>();
        for (var history : histories) {
            for (var method : ForecastMethods.names()) {
                means.add(Score.mean(collections.values().stream()
                        .flatMap(List::stream)
                        .filter(score ->
                                score.history() == history && score.method().equals(method))
                        .toList()));
            }
        }
        return means;
    }

    private static Object number(double value, int digits) {
        return Double.isFinite(value)
                ? BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_EVEN)
                : RowSet.UNKNOWN;
    }

    /** The relative error of each method by days of history. */
    LineChart chart() {
        var chart = new LineChart(
                "Mean absolute error against the last 30 days once more, by days of history",
                histories.stream().map(String::valueOf).toList());
        var names = ForecastMethods.names();
        for (var at = 0; at < names.size(); at++) {
            var name = names.get(at);
            chart.line(
                    name,
                    COLOURS.get(at % COLOURS.size()),
                    means().stream()
                            .filter(score -> score.method().equals(name))
                            .mapToDouble(Score::relMae)
                            .toArray());
        }
        return chart;
    }
}
