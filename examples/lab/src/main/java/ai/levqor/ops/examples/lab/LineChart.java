package ai.levqor.ops.examples.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A picture of lines over labelled steps, as SVG. The scale begins at zero. */
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

    private record Line(String name, String colour, List<Double> values) {}

    LineChart(String title, List<String> steps) {
        this.title = title;
        this.steps = steps;
    }

    /** Adds a line with a value for each step, 0 or more. */
    void line(String name, String colour, double... values) {
        lines.add(new Line(name, colour, Arrays.stream(values).boxed().toList()));
    }

    void write(Path file) throws IOException {
        Files.writeString(file, svg());
    }

    String svg() {
        var top = niceTop(lines.stream()
                .flatMap(line -> line.values.stream())
                .mapToDouble(value -> value)
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
            svg.append(label(LEFT - 8, y(value, top) + 4, "end", "#555", format("%,.0f", value)));
        }
        if (!steps.isEmpty()) {
            svg.append(label(LEFT, HEIGHT - 14, "start", "#555", steps.get(0)));
            svg.append(label(WIDTH - RIGHT, HEIGHT - 14, "end", "#555", steps.get(steps.size() - 1)));
            lines.forEach(line -> svg.append(line(line, top)));
        }
        return svg.append("</svg>\n").toString();
    }

    private String line(Line line, double top) {
        var points = new StringBuilder();
        for (int step = 0; step < line.values.size(); step++) {
            points.append(format("%.1f,%.1f ", x(step), y(line.values.get(step), top)));
        }
        var end = line.values.size() - 1;
        return format(
                        "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\" points=\"%s\"/>%n",
                        line.colour, points.toString().strip())
                + label(x(end) + 6, y(line.values.get(end), top) + 4, "start", line.colour, line.name);
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

    /** The least of 4, 8, 20, 40, 80, ... that is not below: it has four round ticks. */
    private static double niceTop(double most) {
        for (var decade = 1.0; ; decade *= 10) {
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
