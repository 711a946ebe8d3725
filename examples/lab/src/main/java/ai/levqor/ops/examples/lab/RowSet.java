package ai.levqor.ops.examples.lab;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows under named columns, to be printed or written. Cells are texts, numbers, yes or no, or {@link #UNKNOWN}; in JSON also lists. */
final class RowSet {
    /** The cell of a number that is not known: null in JSON. */
    static final Object UNKNOWN = new Object() {
        @Override
        public String toString() {
            return "-";
        }
    };

    private final List<String> columns;
    private final List<List<Object>> rows = new ArrayList<>();

    RowSet(String... columns) {
        this.columns = List.of(columns);
    }

    void row(Object... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException("a row must have " + columns.size() + " cells, had " + cells.length);
        }
        rows.add(List.of(cells));
    }

    /** Texts to the left, numbers to the right. */
    void print(PrintStream out) {
        var widths = new int[columns.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = columns.get(column).length();
            for (var row : rows) {
                widths[column] =
                        Math.max(widths[column], row.get(column).toString().length());
            }
        }
        var first = rows.isEmpty() ? List.<Object>copyOf(columns) : rows.get(0);
        out.println(line(columns, first, widths));
        rows.forEach(row -> out.println(line(row, row, widths)));
    }

    /** @param like cells of the kinds of the columns */
    private static String line(List<?> cells, List<?> like, int[] widths) {
        var line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            var flag = like.get(column) instanceof Number ? "" : "-";
            line.append(("%" + flag + widths[column] + "s  ").formatted(cells.get(column)));
        }
        return line.toString().stripTrailing();
    }

    void writeCsv(Path file) throws IOException {
        try (var out = Files.newBufferedWriter(file)) {
            out.write(String.join(",", columns) + "\n");
            for (var row : rows) {
                out.write(String.join(",", row.stream().map(RowSet::csv).toList()) + "\n");
            }
        }
    }

    private static String csv(Object cell) {
        var text = cell == UNKNOWN ? "" : cell.toString();
        return text.matches("[^\",\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    /** An array of objects. */
    void writeJson(Path file) throws IOException {
        var objects = new ArrayList<LinkedHashMap<String, @Nullable Object>>();
        for (var row : rows) {
            var object = new LinkedHashMap<String, @Nullable Object>();
            for (int column = 0; column < columns.size(); column++) {
                var cell = row.get(column);
                object.put(columns.get(column), cell == UNKNOWN ? null : cell);
            }
            objects.add(object);
        }
        Files.writeString(file, new ObjectMapper().writeValueAsString(objects) + "\n");
    }
}
