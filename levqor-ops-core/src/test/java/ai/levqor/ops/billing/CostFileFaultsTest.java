package ai.levqor.ops.billing;

import static ai.levqor.ops.billing.CostFiles.FROM;
import static ai.levqor.ops.billing.CostFiles.NOW;
import static ai.levqor.ops.billing.CostFiles.compressed;
import static ai.levqor.ops.billing.CostFiles.lines;
import static ai.levqor.ops.billing.CostFiles.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.levqor.ops.http.Secrets;
import ai.levqor.ops.spi.UnavailableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Currency;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class CostFileFaultsTest {
    private static final String HEADER = "date,amount,currency\n";

    private final Path folder;

    CostFileFaultsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\n",
                "hidden",
                "PK\u0003\u0004hidden\n",
                "date;amount\n2026-01-01;1\n",
                "date,hidden\n2026-01-01,1\n",
                "hidden,amount\n2026-01-01,1\n",
                "ChargePeriodStart,amount\n2026-01-01,1\n",
                "lineItem/UsageStartDate,line_item_unblended_cost\n2026-01-01,1\n"
            })
    @DisplayName("a header without a day and an amount says which are sought, and repeats nothing")
    void badHeader(String text) {
        assertThat(refusal(with(folder, text)))
                .hasMessageStartingWith("the cost file costs.csv is wrong in line ")
                .hasMessageContaining("the header must name a day and an amount: date or day, and amount or cost; or")
                .hasMessageContainingAll("ChargePeriodStart", "lineItem/UnblendedCost", "line_item_usage_start_date")
                .hasMessageNotContaining("hidden");
    }

    @Test
    @DisplayName("a column that is there twice is told")
    void twice() {
        assertThat(refusal(with(folder, "date,amount,Amount\n2026-01-01,1,2\n")))
                .hasMessage("the cost file costs.csv is wrong in line 1: the header must name amount once");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hidden",
                "",
                "NaN",
                "Infinity",
                "1e300",
                "-1e13",
                "1e99999",
                "1e-999999999",
                "1.5.5",
                "$1.50",
                "'1,50'",
                "1 000",
                "0x10",
                "1_000",
                "12345678901234567890123456789012345678901234567890"
            })
    @DisplayName("an amount that is none fails the file, with its line")
    void badAmount(String amount) {
        var file = with(folder, HEADER + "2026-01-01,1,usd\n\n2026-01-02," + amount.replace('\'', '"') + ",usd\n");

        assertThat(refusal(file))
                .hasMessage(
                        "the cost file costs.csv is wrong in line 4: an amount must be a decimal number from -1e12 to 1e12, such as 12.50");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hidden",
                "",
                "01/02/2026",
                "2026-02-30",
                "2026-1-2",
                "20260102",
                "1969-12-31",
                "2100-01-01",
                "2026-01-02T25:00:00Z",
                "2026-01-02T00:00:00 CET",
                "2026-01-02T00:00:00+99:00",
                "1767312000"
            })
    @DisplayName("a date that is none fails the file, with its line")
    void badDate(String date) {
        assertThat(refusal(with(folder, HEADER + date + ",1,usd\n")))
                .hasMessageStartingWith("the cost file costs.csv is wrong in line 2: a date must be a day or a moment")
                .hasMessageNotContaining("hidden");
    }

    @ParameterizedTest
    @CsvSource({
        "'2026-01-01,1', 'a row must have 3 fields as the header has, has 2'",
        "'2026-01-01,1,usd,', 'a row must have 3 fields as the header has, has 4'",
        "'2026-01-01,1,hidden', 'a currency must be a code of ISO 4217, such as usd'",
        "'2026-01-01,1\",usd', 'a quote must stand at the start of its field, or doubled in quotes'",
        "'2026-01-01,\"1\"x,usd', 'a closing quote must end its field'",
        "'2026-01-01,1,\"usd', 'a quoted field must have an end'"
    })
    @DisplayName("a row that is no row fails the file, with its line and the rule")
    void badRow(String row, String rule) {
        assertThat(refusal(with(folder, HEADER + "2026-01-01,1,usd\n" + row + "\n")))
                .hasMessage("the cost file costs.csv is wrong in line 3: " + rule);
    }

    @Test
    @DisplayName("a line is counted where it is, behind fields of several lines")
    void linesAreCounted() {
        assertThat(refusal(with(folder, "note,date,amount\n\"a\nb\r\nc\",2026-01-01,1\nx,2026-01-01,bad\n")))
                .hasMessageContaining("wrong in line 5: an amount");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\""})
    @DisplayName("a row of 1 MB is not read to its end")
    void longRow(String quote) {
        assertThat(refusal(with(folder, HEADER + quote + "x".repeat(2 << 20) + quote + ",1,usd\n")))
                .hasMessage("the cost file costs.csv is wrong in line 2: a row must be shorter than 1 MB");
    }

    @Test
    @DisplayName("a file over the limit is not read to its end, also if it is small before it is unpacked")
    void bomb() throws IOException {
        var rows = HEADER + "2026-01-01,1,usd\n".repeat(1000);
        var path = Files.write(folder.resolve("costs.csv"), compressed(rows));

        var failure = refusal(new CostFile(path, Currency.getInstance("USD"), 5000));

        assertThat(Files.size(path)).isLessThan(5000);
        assertThat(failure)
                .hasMessage(
                        "the cost file costs.csv must have 5000 bytes at most when it is not compressed, and has more");
    }

    @Test
    @DisplayName("what gzip cannot unpack is a fault, and no shorter file")
    void damaged() {
        var whole = compressed(HEADER + "2026-01-01,1,usd\n".repeat(1000));
        var torn = Arrays.copyOf(whole, whole.length - 9);
        whole[whole.length - 6] ^= 1;

        assertThat(refusal(with(folder, torn))).hasMessage("the cost file costs.csv is compressed, and damaged");
        assertThat(refusal(with(folder, whole))).hasMessage("the cost file costs.csv is compressed, and damaged");
    }

    @Test
    @DisplayName("a file in another encoding is a fault")
    void notUtf8() {
        var bytes = (HEADER + "2026-01-01,1,usd\n").getBytes(StandardCharsets.UTF_16);

        assertThat(refusal(with(folder, bytes))).hasMessageStartingWith("the cost file costs.csv must be UTF-8");
    }

    @Test
    @DisplayName("a file that is not there, a folder and a device are faults that tell the file's name alone")
    void noFile() {
        try (var secrets = new Secrets(folder.toString())) {
            var missing = refusal(CostFiles.of(folder.resolve("none.csv")));
            var below = refusal(CostFiles.of(folder.resolve("none").resolve("none.csv")));
            var directory = refusal(CostFiles.of(folder));
            var device = refusal(CostFiles.of(Path.of("/dev/zero")));

            assertThat(missing).hasMessage("the cost file none.csv is not there");
            assertThat(below).hasMessage("the cost file none.csv is not there");
            assertThat(directory).hasMessageEndingWith(" must be a file, and is a directory");
            assertThat(device).hasMessage("the cost file zero must be a file, and is something else");
            for (var failure : new UnavailableException[] {missing, below, directory, device}) {
                secrets.assertKept(failure);
            }
        }
    }

    @Test
    @DisplayName("a file that is wrong is read again when it has changed")
    void mended() {
        var file = with(folder, HEADER + "2026-01-01,bad,usd\n");
        assertThat(refusal(file)).isNotNull();
        assertThat(refusal(file)).isNotNull();

        with(folder, HEADER + "2026-01-01,1,usd\n");

        assertThat(lines(file)).containsExactly("2026-01-01 costs USD 1");
    }

    @Test
    @DisplayName("amounts that add up to what no day can cost are a fault")
    void tooMuch() {
        assertThat(refusal(with(folder, HEADER + "2026-01-01,6e11,usd\n2026-01-01,6e11,usd\n")))
                .hasMessage("the costs of 2026-01-01 add up to what no day can cost");
    }

    private static UnavailableException refusal(CostFile file) {
        var failure = catchThrowableOfType(UnavailableException.class, () -> file.costs(FROM, NOW));
        assertThat(failure).isNotNull();
        return failure;
    }
}
