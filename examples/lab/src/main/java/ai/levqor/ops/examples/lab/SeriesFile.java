package ai.levqor.ops.examples.lab;

import ai.levqor.ops.policy.forecast.DailyCosts;
import ai.levqor.ops.policy.forecast.DayCost;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file of {@code series_id,date,value} rows in any order. Rows of one series and day are added; an empty value is a
 * missing day. What the values count is not in the file, so they carry the code for no currency.
 */
final class SeriesFile {
    private static final Currency NONE = Currency.getInstance("XXX");

    private final Path path;
    private final CsvFile file;
    private final Map<String, List<DayCost>> rows = new LinkedHashMap<>();

    SeriesFile(Path path) {
        this.path = path;
        this.file = new CsvFile(path, "series_id,date,value");
    }

    /** The file, or each CSV file in a folder, by name. */
    static List<SeriesFile> in(Path path) {
        if (!Files.isDirectory(path)) {
            return List.of(new SeriesFile(path));
        }
        try (var files = Files.list(path)) {
            var found = files.filter(file -> file.toString().matches(".*\\.csv(\\.gz)?"))
                    .sorted()
                    .map(SeriesFile::new)
                    .toList();
            if (found.isEmpty()) {
                throw new BadInputException("there is no .csv or .csv.gz file in " + path);
            }
            return found;
        } catch (IOException e) {
            throw new BadInputException(path + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The file's name without its ending. */
    String name() {
        return path.getFileName().toString().replaceFirst("\\.csv(\\.gz)?$", "");
    }

    /**
     * Reads the whole file, series in the order in which they first appear.
     *
     * @throws BadInputException naming the file, and the line if one is wrong
     */
    Map<String, DailyCosts> series() {
        rows.clear();
        file.forEach(this::row);
        var series = new LinkedHashMap<String, DailyCosts>();
        rows.forEach((id, costs) -> series.put(id, DailyCosts.of(NONE, costs)));
        return series;
    }

    private void row(List<String> fields) {
        var id = fields.get(0).strip();
        if (id.isEmpty()) {
            throw file.wrong("series_id must not be empty");
        }
        var costs = rows.computeIfAbsent(id, unseen -> new ArrayList<>());
        var day = day(fields.get(1).strip());
        var value = fields.get(2).strip();
        if (!value.isEmpty()) {
            costs.add(cost(day, value));
        }
    }

    private LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw file.wrong("date must be a day such as 2026-01-31", e);
        }
    }

    private DayCost cost(LocalDate day, String value) {
        try {
            return new DayCost(day, new BigDecimal(value).doubleValue());
        } catch (NumberFormatException e) {
            throw file.wrong("value must be a decimal number such as 12.50, or empty for a missing day", e);
        } catch (IllegalArgumentException e) {
            throw file.wrong(String.valueOf(e.getMessage()), e);
        }
    }
}
