package ai.levqor.ops.examples.lab;

import ai.levqor.ops.policy.forecast.DailyCosts;
import ai.levqor.ops.policy.forecast.Forecast;
import ai.levqor.ops.policy.forecast.ForecastMethod;
import ai.levqor.ops.policy.forecast.ForecastMethods;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Forecasts from days of the past, drawn by chance, against the 30 days that came. All methods and histories have the
 * same days. Those with more than 30 % of the history or of what came missing, or without any cost in the 30 days before
 * or after, are left out. Missing days of what came are filled on the line between their neighbours.
 */
final class Evaluation {
    private static final int SCALE_DAYS = 120;
    private static final double MOST_MISSING = 0.3;
    private static final int WARM_FORECASTS = 2_000;
    private static final int BATCHES = 8;
    private static final int BATCH_FORECASTS = 250;

    private final List<Integer> histories;
    private final int origins;
    private final Random chance;
    private int used;

    Evaluation(List<Integer> histories, int origins, long seed) {
        this.histories = List.copyOf(histories);
        this.origins = origins;
        this.chance = new Random(seed);
    }

    /**
     * One forecast to be made.
     *
     * @param known what is known at the time
     * @param from the first day to forecast
     * @param actual what the 30 days came to
     * @param scale of 30 days, by the mean of the last 120
     */
    private record Task(DailyCosts known, LocalDate from, double actual, double scale) {}

    /** All rows, and how many origins of how many series they rest on. */
    record Result(List<Score> scores, int origins, int series) {}

    Result run(Collection<DailyCosts> series) {
        var tasks = new ArrayList<Task>();
        for (var costs : series) {
            var drawn = draw(costs);
            used += drawn.isEmpty() ? 0 : 1;
            tasks.addAll(drawn);
        }
        var scores = new ArrayList<Score>();
        if (!tasks.isEmpty()) {
            histories.forEach(history -> scores.addAll(scores(tasks, history)));
        }
        return new Result(scores, tasks.size(), used);
    }

    private List<Task> draw(DailyCosts costs) {
        var longest = Collections.max(histories);
        var places = new ArrayList<Integer>();
        for (var at = longest; at <= costs.span() - Forecast.DAYS; at++) {
            places.add(at);
        }
        Collections.shuffle(places, chance);
        var tasks = new ArrayList<Task>();
        for (var place : places) {
            if (tasks.size() < origins && usable(costs, place, longest)) {
                var from = costs.day(place);
                tasks.add(new Task(
                        costs.before(from),
                        from,
                        sum(costs, place, place + Forecast.DAYS),
                        sum(costs, Math.max(0, place - SCALE_DAYS), place)
                                * Forecast.DAYS
                                / Math.min(SCALE_DAYS, place)));
            }
        }
        return tasks;
    }

    private static boolean usable(DailyCosts costs, int place, int longest) {
        var after = place + Forecast.DAYS;
        return missing(costs, place - longest, place) <= MOST_MISSING
                && missing(costs, place, after) <= MOST_MISSING
                && sum(costs, place - Math.min(place, Forecast.DAYS), place) > 0
                && sum(costs, place, after) > 0;
    }

    private static double missing(DailyCosts costs, int from, int to) {
        var missing = 0;
        for (var at = from; at < to; at++) {
            missing += costs.on(costs.day(at)).isPresent() ? 0 : 1;
        }
        return (double) missing / (to - from);
    }

    private static double sum(DailyCosts costs, int from, int to) {
        var sum = 0.0;
        for (var at = from; at < to; at++) {
            sum += filled(costs, at);
        }
        return sum;
    }

    /** The first and the last day of a series are known. */
    private static double filled(DailyCosts costs, int at) {
        var left = at;
        while (costs.on(costs.day(left)).isEmpty()) {
            left--;
        }
        var right = at;
        while (costs.on(costs.day(right)).isEmpty()) {
            right++;
        }
        var before = costs.on(costs.day(left)).orElseThrow();
        var after = costs.on(costs.day(right)).orElseThrow();
        return left == right ? before : before + (after - before) * (at - left) / (right - left);
    }

    private static List<Score> scores(List<Task> all, int history) {
        var tasks = all.stream()
                .map(task ->
                        new Task(task.known.since(task.from.minusDays(history)), task.from, task.actual, task.scale))
                .toList();
        var last30 = errors(ForecastMethods.named("last30"), tasks);
        return ForecastMethods.all().stream()
                .map(method -> errors(method, tasks).score(method.name(), history, last30, micros(method, tasks)))
                .toList();
    }

    private static Errors errors(ForecastMethod method, List<Task> tasks) {
        var errors = new Errors();
        for (var task : tasks) {
            errors.add(method.forecast(task.known, task.from), task.actual, task.scale);
        }
        return errors;
    }

    /** Warm, and in the fastest batch: whatever else the machine does can only slow one down. */
    private static double micros(ForecastMethod method, List<Task> tasks) {
        repeat(method, tasks, WARM_FORECASTS);
        var fastest = Long.MAX_VALUE;
        for (var batch = 0; batch < BATCHES; batch++) {
            var began = System.nanoTime();
            repeat(method, tasks, BATCH_FORECASTS);
            fastest = Math.min(fastest, System.nanoTime() - began);
        }
        return fastest / 1e3 / BATCH_FORECASTS;
    }

    private static void repeat(ForecastMethod method, List<Task> tasks, int times) {
        for (var run = 0; run < times; run++) {
            var task = tasks.get(run % tasks.size());
            if (method.forecast(task.known, task.from).total().isEmpty()) {
                throw new IllegalStateException("a history with costs must have a forecast");
            }
        }
    }
}
