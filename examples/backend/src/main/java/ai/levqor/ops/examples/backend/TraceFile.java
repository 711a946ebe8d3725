package ai.levqor.ops.examples.backend;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** Reads a recorded load from {@code epoch_s,arrivals} lines, plain or {@code .gz}. A header line is passed over. */
final class TraceFile {
    /** More lines than this are refused: 2 million bins of a minute are nearly four years. */
    static final int MOST_LINES = 2_000_000;

    private final Path file;
    private double[] times = new double[1024];
    private double[] arrivals = new double[1024];
    private int size;

    private TraceFile(Path file) {
        this.file = file;
    }

    /**
     * Reads the whole file.
     *
     * @throws BadArgumentException naming the file, and the line if one is wrong
     */
    static Trace read(Path file) {
        try (var lines = open(file)) {
            return new TraceFile(file).read(lines);
        } catch (NoSuchFileException e) {
            throw new BadArgumentException("--trace: there is no file " + file, e);
        } catch (IOException e) {
            throw new BadArgumentException("--trace: " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static BufferedReader open(Path file) throws IOException {
        InputStream bytes = Files.newInputStream(file);
        try {
            var text = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
            return new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8));
        } catch (IOException e) {
            bytes.close();
            throw e;
        }
    }

    private Trace read(BufferedReader lines) throws IOException {
        var number = 0;
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            if (!line.isBlank() && !(number == 1 && line.strip().equals("epoch_s,arrivals"))) {
                add(line, number);
            }
        }
        if (size < 2) {
            throw new BadArgumentException("--trace: " + file + " must hold at least two lines of epoch_s,arrivals");
        }
        var ends = Arrays.copyOf(times, size + 1);
        ends[size] = times[size - 1] + (times[size - 1] - times[size - 2]);
        return new Trace(String.valueOf(file.getFileName()), ends, Arrays.copyOf(arrivals, size));
    }

    private void add(String line, int number) {
        var comma = line.indexOf(',');
        if (comma < 0) {
            throw bad(number, "must be epoch_s,arrivals, was '" + shortened(line) + "'");
        }
        var time = parse(line.substring(0, comma), "epoch_s", number);
        var count = parse(line.substring(comma + 1), "arrivals", number);
        if (size > 0 && time <= times[size - 1]) {
            throw bad(number, "epoch_s must rise from line to line, was " + shortened(line));
        }
        if (size == MOST_LINES) {
            throw bad(number, "there may be at most " + MOST_LINES + " lines");
        }
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            arrivals = Arrays.copyOf(arrivals, size * 2);
        }
        times[size] = time;
        arrivals[size] = count;
        size++;
    }

    private double parse(String text, String column, int number) {
        try {
            var value = Double.parseDouble(text.strip());
            if (value >= 0 && Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw bad(number, rule(column, text), e);
        }
        throw bad(number, rule(column, text));
    }

    private static String rule(String column, String text) {
        return column + " must be a number >= 0, was '" + shortened(text) + "'";
    }

    private BadArgumentException bad(int number, String what) {
        return new BadArgumentException("--trace: " + file + " line " + number + ": " + what);
    }

    private BadArgumentException bad(int number, String what, Throwable cause) {
        return new BadArgumentException("--trace: " + file + " line " + number + ": " + what, cause);
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }
}
