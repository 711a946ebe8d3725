package ai.levqor.ops.billing;

import ai.levqor.ops.spi.billing.BilledCosts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Files of costs for tests, and what is read from them. */
final class CostFiles {
    static final Instant NOW = Instant.parse("2026-01-10T15:00:00Z");
    static final LocalDate FROM = LocalDate.of(2026, 1, 1);

    private static final Currency USD = Currency.getInstance("USD");

    private CostFiles() {}

    static CostFile of(Path path) {
        return new CostFile(path, USD);
    }

    static CostFile with(Path folder, String text) {
        return with(folder, text.getBytes(StandardCharsets.UTF_8));
    }

    static CostFile with(Path folder, byte[] bytes) {
        try {
            return of(Files.write(folder.resolve("costs.csv"), bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] compressed(String text) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static List<String> lines(CostFile file) {
        return lines(file.costs(FROM, NOW));
    }

    /** In order, as {@code day item currency amount}. */
    static List<String> lines(BilledCosts costs) {
        return costs.lines().stream()
                .map(line -> line.day() + " " + line.item().name() + " "
                        + line.item().currency() + " "
                        + line.amount().stripTrailingZeros().toPlainString())
                .sorted()
                .toList();
    }
}
