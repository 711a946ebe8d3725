package ai.levqor.ops.simulation;

import java.util.stream.DoubleStream;

/** Reads the lines of a {@link Trace}, one after the other. */
final class TraceReader {
    private static final String HEADER = "epoch_s,arrivals";

    private final String name;
    private final DoubleStream.Builder arrivals = DoubleStream.builder();
    private int line;
    private int bins;
    private long lastStart;
    private long binSeconds;

    TraceReader(String name) {
        this.name = name;
    }

    void accept(String text) {
        line++;
        if (text.isBlank() || (bins == 0 && text.strip().equals(HEADER))) {
            return;
        }
        var comma = text.indexOf(',');
        require(comma >= 0, "must be " + HEADER, text);
        var start = number(text.substring(0, comma), text);
        require(start == Math.rint(start), "epoch_s must be whole seconds", text);
        var count = number(text.substring(comma + 1), text);
        require(count >= 0, "arrivals must be >= 0", text);
        add((long) start, count, text);
    }

    long binSeconds() {
        return binSeconds;
    }

    double[] arrivals() {
        if (bins < 2) {
            throw new IllegalArgumentException(name + " must have 2 bins or more, has " + bins);
        }
        return arrivals.build().toArray();
    }

    private void add(long start, double count, String text) {
        if (bins == 1) {
            require(start > lastStart, "epoch_s must rise", text);
            binSeconds = start - lastStart;
        }
        require(bins == 0 || start == lastStart + binSeconds, "epoch_s must be " + (lastStart + binSeconds), text);
        arrivals.add(count);
        lastStart = start;
        bins++;
    }

    private double number(String number, String text) {
        try {
            var value = Double.parseDouble(number.strip());
            require(Double.isFinite(value), "numbers must be finite", text);
            return value;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(message("must be two numbers, " + HEADER, text), e);
        }
    }

    private void require(boolean valid, String rule, String text) {
        if (!valid) {
            throw new IllegalArgumentException(message(rule, text));
        }
    }

    private String message(String rule, String text) {
        return name + " line " + line + ": " + rule + ", was '" + text + "'";
    }
}
