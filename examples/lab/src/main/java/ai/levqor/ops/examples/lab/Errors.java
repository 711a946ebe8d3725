package ai.levqor.ops.examples.lab;

import ai.levqor.ops.policy.forecast.Forecast;
import ai.levqor.ops.policy.forecast.Interval;

/** Sums up how far forecasts were off. */
final class Errors {
    /** An end missed costs this much of the miss: 2 / (1 - 0.8). */
    private static final double MISS = 10;

    private int count;
    private double absolute;
    private double amounts;
    private double symmetric;
    private double held80;
    private double held95;
    private double intervals;

    void add(Forecast forecast, double actual, double scale) {
        var total = forecast.total().orElse(0);
        var off = Math.abs(total - actual);
        count++;
        amounts += off;
        absolute += off / scale;
        symmetric += off == 0 ? 0 : 2 * off / (actual + total);
        var bands = forecast.bands();
        if (bands.isPresent()) {
            held80 += bands.get().at80().contains(actual) ? 1 : 0;
            held95 += bands.get().at95().contains(actual) ? 1 : 0;
            intervals += winkler(bands.get().at80(), actual) / scale;
        } else {
            held80 = Double.NaN;
            held95 = Double.NaN;
            intervals = Double.NaN;
        }
    }

    private static double winkler(Interval band, double actual) {
        return band.high()
                - band.low()
                + MISS * Math.max(0, band.low() - actual)
                + MISS * Math.max(0, actual - band.high());
    }

    Score score(String method, int history, Errors last30, double micros) {
        return new Score(
                method,
                history,
                absolute / last30.absolute,
                amounts / last30.amounts,
                100 * symmetric / count,
                100 * held80 / count,
                100 * held95 / count,
                intervals / count,
                micros);
    }
}
