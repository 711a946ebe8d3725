package ai.levqor.ops.examples.lab;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How good a method is on a collection.
 *
 * @param method its name
 * @param history days it was given
 * @param relMae the mean absolute error relative to each series' mean, against that of the last 30 days once more
 * @param pooledMae the same of amounts added over all series
 * @param smape the symmetric mean absolute percentage error
 * @param coverage80 percent of the totals within the 80 % band
 * @param coverage95 percent of the totals within the 95 % band
 * @param mis80 the mean interval score of the 80 % band, relative to each series' mean
 * @param micros microseconds a forecast
 */
record Score(
        String method,
        int history,
        double relMae,
        double pooledMae,
        double smape,
        double coverage80,
        double coverage95,
        double mis80,
        double micros) {

    /** The means of scores of one method and history. */
    static Score mean(List<Score> scores) {
        return new Score(
                scores.get(0).method,
                scores.get(0).history,
                mean(scores, Score::relMae),
                mean(scores, Score::pooledMae),
                mean(scores, Score::smape),
                mean(scores, Score::coverage80),
                mean(scores, Score::coverage95),
                mean(scores, Score::mis80),
                mean(scores, Score::micros));
    }

    private static double mean(List<Score> scores, ToDoubleFunction<Score> figure) {
        return scores.stream().mapToDouble(figure).average().orElse(Double.NaN);
    }
}
