package ai.levqor.ops.examples.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A picture of lines and bands over labelled steps, as SVG. The scale begins at zero. */
final class LineChart {
    private static final int WIDTH = 960;
    private static final int HEIGHT = 400;
    private static final int LEFT = 70;
    private static final int RIGHT = 60;
    private static final int TOP = 40;
    private static final int BOTTOM = 40;
    private static final int TICKS = 4;

    private final String title;
    private final List<String> steps;
    private final List<Line> lines = new ArrayList<>();

    private final List<Area> areas = new ArrayList<>();

    private record Line(int first, String name, String colour, List<Double> values) {}

    private record Area(int first, String colour, List<Double> lows, List<Double> highs) {}

    LineChart(String title, List<String> steps) {
        this.title = title;
        this.steps = steps;
    }

    /** Adds a line with a value for each step, 0 or more; NaN leaves the step out. */
    void line(String name, String colour, double... values) {
        lineFrom(0, name, colour, values);
    }

    /** Adds a line that begins at a later step. */
    void lineFrom(int first, String name, String colour, double... values) {
        lines.add(new Line(first, name, colour, boxed(values)));
    }

    /** Fills what lies between two lines, behind all lines; the one added first is behind the others. */
    void area(int first, String colour, double[] lows, double[] highs) {
        areas.add(new Area(first, colour, boxed(lows), boxed(highs)));
    }

    private static List<Double> boxed(double... values) {
        return Arrays.stream(values).boxed().toList();
    }

    void write(Path file) throws IOException {
        Files.writeString(file, svg());
    }

    String svg() {
        var top = niceTop(Stream.concat(
                        lines.stream().flatMap(line -> line.values.stream()),
                        areas.stream().flatMap(area -> area.highs.stream()))
                .mapToDouble(value -> value)
                .filter(value -> !Double.isNaN(value))
                .max()
                .orElse(1));
        var svg = new StringBuilder();
        svg.append(format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\""
                        + " font-family=\"sans-serif\" font-size=\"12\">%n",
                WIDTH, HEIGHT));
        svg.append(format("<title>%s</title>%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n", text(title)));
        svg.append(label(LEFT, 24, "start", "#222", title));
        for (int tick = 0; tick <= TICKS; tick++) {
            var value = top * tick / TICKS;
            svg.append(format(
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>%n",
                    LEFT, WIDTH - RIGHT, y(value, top), y(value, top)));
            svg.append(
                    label(LEFT - 8, y(value, top) + 4, "end", "#555", format(top < TICKS ? "%.3g" : "%,.0f", value)));
        }
        if (!steps.isEmpty()) {
            svg.append(label(LEFT, HEIGHT - 14, "start", "#555", steps.get(0)));
            svg.append(label(WIDTH - RIGHT, HEIGHT - 14, "end", "#555", steps.get(steps.size() - 1)));
            areas.forEach(area -> svg.append(area(area, top)));
            lines.forEach(line -> svg.append(line(line, top)));
        }
        return svg.append("</svg>\n").toString();
    }

    private String line(Line line, double top) {
        var points = new StringBuilder();
        for (int step = 0; step < line.values.size(); step++) {
            if (!line.values.get(step).isNaN()) {
                points.append(point(line.first + step, line.values.get(step), top));
            }
        }
        var end = line.values.size() - 1;
        var last = end < 0 || line.values.get(end).isNaN() ? 0 : line.values.get(end);
        return format(
                        "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\" points=\"%s\"/>%n",
                        line.colour, points.toString().strip())
                + label(x(line.first + end) + 6, y(last, top) + 4, "start", line.colour, line.name);
    }

    private String area(Area area, double top) {
        var points = new StringBuilder();
        for (int step = 0; step < area.lows.size(); step++) {
            points.append(point(area.first + step, area.lows.get(step), top));
        }
        for (int step = area.highs.size() - 1; step >= 0; step--) {
            points.append(point(area.first + step, area.highs.get(step), top));
        }
        return format(
                "<polygon fill=\"%s\" points=\"%s\"/>%n",
                area.colour, points.toString().strip());
    }

    private String point(int step, double value, double top) {
        return format("%.1f,%.1f ", x(step), y(value, top));
    }

    private static String label(double x, double y, String anchor, String colour, String words) {
        return format(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>%n",
                x, y, anchor, colour, text(words));
    }

    private double x(int step) {
        var last = Math.max(1, steps.size() - 1);
        return LEFT + (double) step / last * (WIDTH - LEFT - RIGHT);
    }

    private static double y(double value, double top) {
        return HEIGHT - BOTTOM - value / top * (HEIGHT - TOP - BOTTOM);
    }

    /** The least of 4, 8, 20, 40, 80, ... that is not below, or of 0.4, 0.8, ... below 1: it has four round ticks. */
    private static double niceTop(double most) {
        for (var decade = most > 0 && most <= 2 ? 1e-9 : 1.0; ; decade *= 10) {
            for (var step : new double[] {4, 8, 20}) {
                if (step * decade >= most) {
                    return step * decade;
                }
            }
        }
    }

    private static String text(String words) {
        return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
