package ai.levqor.ops.examples.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Prints rows in columns: the first to the left, the others to the right. */
final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... heads) {
        rows.add(List.of(heads));
    }

    void row(String... cells) {
        rows.add(List.of(cells));
    }

    void printTo(PrintStream out) {
        var widths = IntStream.range(0, rows.get(0).size())
                .mapToObj(column -> Collections.max(
                        rows.stream().map(row -> row.get(column).length()).toList()))
                .toList();
        for (var row : rows) {
            var line = new StringBuilder();
            for (var column = 0; column < row.size(); column++) {
                var format = column == 0 ? "%-" + widths.get(column) + "s" : "  %" + widths.get(column) + "s";
                line.append(format.formatted(row.get(column)));
            }
            out.println(line.toString().stripTrailing());
        }
        out.println();
    }

    static String decimal(double value) {
        return "%,.1f".formatted(value);
    }

    static String ratio(double value, double rival) {
        return "%.2f x".formatted(value / rival);
    }
}
