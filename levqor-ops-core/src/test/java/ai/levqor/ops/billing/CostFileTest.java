package ai.levqor.ops.billing;

import static ai.levqor.ops.billing.CostFiles.FROM;
import static ai.levqor.ops.billing.CostFiles.NOW;
import static ai.levqor.ops.billing.CostFiles.compressed;
import static ai.levqor.ops.billing.CostFiles.lines;
import static ai.levqor.ops.billing.CostFiles.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CostFileTest {
    private final Path folder;

    CostFileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "date,amount\n2026-01-01,1.50\n",
                "Day , COST\n2026-01-01, 1.50 ",
                "note,amount,date\n\"a, \"\"b\"\"\nc\",1.50,2026-01-01\n",
                "amount,currency,date\n1.50,,2026-01-01\n",
                "\uFEFFdate,amount\r\n\r\n\r\n2026-01-01,1.50\r\n\r\n",
                "date,amount\r2026-01-01,1.50\r",
                "\n\ndate,amount\n  \n\"2026-01-01\",\"1.50\"\n\n",
                "date,amount,x\n2026-01-01,1.50,"
            })
    @DisplayName("a day and an amount are enough, in any order, with any line ends, and quoted or not")
    void simple(String text) {
        assertThat(lines(with(folder, text))).containsExactly("2026-01-01 costs USD 1.5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"""
                date,amount,currency,service
                2026-01-01,1.50,eur,Compute
                """, """
                item,day,cost,currency
                Compute,2026-01-01,1.50,EUR
                """, """
                BilledCost,BillingCurrency,ChargePeriodEnd,ChargePeriodStart,ServiceName
                1.50,EUR,2026-01-02T00:00:00Z,2026-01-01T00:00:00Z,Compute
                """, """
                identity/LineItemId,lineItem/UsageStartDate,lineItem/ProductCode,lineItem/UnblendedCost,lineItem/CurrencyCode,product/ProductName
                x,2026-01-01T23:00:00Z,AmazonEC2,1.5000000000,EUR,Compute
                """, """
                lineItem/UsageStartDate,lineItem/ProductCode,lineItem/UnblendedCost,lineItem/CurrencyCode
                2026-01-01T23:00:00Z,Compute,1.5,EUR
                """, """
                line_item_usage_start_date,line_item_product_code,line_item_unblended_cost,line_item_currency_code
                2026-01-01 00:00:00.000,Compute,1.5,EUR
                """})
    @DisplayName("exports of FOCUS and of AWS CUR, old and new, are read by their own headers")
    void layouts(String text) {
        assertThat(lines(with(folder, text))).containsExactly("2026-01-01 Compute EUR 1.5");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-02, 2026-01-02",
        "2026-01-02T00:00:00Z, 2026-01-02",
        "2026-01-02 00:00:00 UTC, 2026-01-02",
        "2026-01-02 00:00:00, 2026-01-02",
        "2026-01-02T00:00Z, 2026-01-02",
        "2026-01-02T00:00:00.000Z, 2026-01-02",
        "2026-01-02T00:30:00+01:00, 2026-01-01",
        "2026-01-02T23:30:00-0100, 2026-01-03",
        "2026-01-02 00:30:00+02, 2026-01-01"
    })
    @DisplayName("a moment counts for its day in UTC")
    void dates(String date, String day) {
        assertThat(lines(with(folder, "date,amount\n" + date + ",1\n"))).containsExactly(day + " costs USD 1");
    }

    @Test
    @DisplayName("rows of a day and an item add up, and a credit takes away")
    void sums() {
        var file = with(folder, """
                date,amount,service
                2026-01-02,1.10,Compute
                2026-01-01,0.1,Compute
                2026-01-01,0.2,Compute
                2026-01-01,-0.05,Compute
                2026-01-01,-3e-1,Credits
                2026-01-01,0E-6176,
                """);

        assertThat(lines(file))
                .containsExactly(
                        "2026-01-01 Compute USD 0.25",
                        "2026-01-01 Credits USD -0.3",
                        "2026-01-01 costs USD 0",
                        "2026-01-02 Compute USD 1.1",
                        "2026-01-02 Credits USD 0",
                        "2026-01-02 costs USD 0");
    }

    @Test
    @DisplayName("today is left out, as are days to come and days before the first one")
    void otherDays() {
        var file = with(folder, """
                date,amount
                2025-12-31,1
                2026-01-09,2
                2026-01-09T23:59:59Z,3
                2026-01-10,4
                2026-01-11,5
                """);

        assertThat(lines(file)).containsExactly("2026-01-09 costs USD 5");
        assertThat(file.costs(FROM, NOW).openFrom()).isEqualTo(FROM);
        assertThat(lines(file.costs(FROM, NOW.plusSeconds(86_400))))
                .containsExactly("2026-01-09 costs USD 5", "2026-01-10 costs USD 4");
    }

    @Test
    @DisplayName("gzip is told by its first bytes, whatever the name, and may come in several pieces")
    void gzip() {
        var whole = compressed("date,amount\n2026-01-01,1.50\n");
        var more = compressed("2026-01-02,2\n");
        var both = new byte[whole.length + more.length];
        System.arraycopy(whole, 0, both, 0, whole.length);
        System.arraycopy(more, 0, both, whole.length, more.length);

        assertThat(lines(with(folder, both))).containsExactly("2026-01-01 costs USD 1.5", "2026-01-02 costs USD 2");
    }

    @Test
    @DisplayName("the file is read again when its size or its time has changed, or another is in its place")
    void changes() throws IOException {
        var file = with(folder, "date,amount\n2026-01-01,1\n");
        var path = folder.resolve("costs.csv");
        var time = Files.getLastModifiedTime(path);
        assertThat(lines(file)).containsExactly("2026-01-01 costs USD 1");

        Files.writeString(path, "date,amount\n2026-01-01,2\n");
        Files.setLastModifiedTime(path, time);
        assertThat(lines(file)).containsExactly("2026-01-01 costs USD 1");

        Files.setLastModifiedTime(path, FileTime.from(Instant.parse("2026-01-10T00:00:00Z")));
        assertThat(lines(file)).containsExactly("2026-01-01 costs USD 2");

        var beside = Files.writeString(folder.resolve("new.csv"), "date,amount\n2026-01-01,3\n");
        Files.setLastModifiedTime(beside, Files.getLastModifiedTime(path));
        Files.move(beside, path, StandardCopyOption.REPLACE_EXISTING);
        assertThat(lines(file)).containsExactly("2026-01-01 costs USD 3");
    }

    @Test
    @DisplayName("a file without rows tells of no day")
    void noRows() {
        assertThat(lines(with(folder, "date,amount"))).isEmpty();
    }
}
