package ai.levqor.ops.billing.days;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.billing.CostItem;
import ai.levqor.ops.spi.billing.CostKind;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CostDaysTest {
    private static final Currency USD = Currency.getInstance("USD");
    private static final Currency EUR = Currency.getInstance("EUR");
    private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);

    private final CostDays days = new CostDays();

    @Test
    @DisplayName(
            "an item costs nothing on a known day without it, from its first day on; a day nobody knows has no line")
    void zeros() {
        add(1, "a", USD, "1");
        add(2, "b", USD, "2");
        days.know(FIRST.plusDays(4));

        assertThat(lines(FIRST.plusDays(1), FIRST.plusDays(5)))
                .containsExactly(
                        "2026-01-02 a USD 1",
                        "2026-01-03 a USD 0",
                        "2026-01-03 b USD 2",
                        "2026-01-05 a USD 0",
                        "2026-01-05 b USD 0");
        assertThat(lines(FIRST.plusDays(4), FIRST.plusDays(4))).isEmpty();
        assertThat(lines(FIRST.plusDays(4), FIRST.plusDays(5)))
                .containsExactly("2026-01-05 a USD 0", "2026-01-05 b USD 0");
    }

    @Test
    @DisplayName("the 20 items with the highest sums keep their names in each currency, credits too; the rest is one")
    void folding() {
        for (int item = 1; item <= 23; item++) {
            add(0, "i%02d".formatted(item), USD, item == 1 ? "-1000" : "" + item);
        }
        add(0, "i02", EUR, "0.01");

        var lines = lines(FIRST, FIRST.plusDays(1));

        assertThat(lines)
                .hasSize(22)
                .contains(
                        "2026-01-01 i01 USD -1000",
                        "2026-01-01 i05 USD 5",
                        "2026-01-01 i23 USD 23",
                        "2026-01-01 other USD 9",
                        "2026-01-01 i02 EUR 0.01")
                .noneMatch(line -> line.contains("i02 USD") || line.contains("i04 USD"));
    }

    @Test
    @DisplayName("twenty items need no rest, and one that is called other takes it up")
    void other() {
        IntStream.rangeClosed(1, 19).forEach(item -> add(0, "i" + item, USD, "5"));
        add(0, "other", USD, "100");
        assertThat(lines(FIRST, FIRST.plusDays(1))).hasSize(20).contains("2026-01-01 other USD 100");

        add(0, "small", USD, "1");

        assertThat(lines(FIRST, FIRST.plusDays(1))).hasSize(20).contains("2026-01-01 other USD 101");
    }

    @Test
    @DisplayName("a name is one line of 80 characters at most, and never empty")
    void names() {
        assertThat(CostDays.item(" a\nb ", USD)).isEqualTo(new CostItem("a b", CostKind.USAGE, USD));
        assertThat(CostDays.item(" \t ", USD).name()).isEqualTo("costs");
        assertThat(CostDays.item("x".repeat(79) + " y", USD).name()).isEqualTo("x".repeat(79));
    }

    @Test
    @DisplayName("more sums than anybody is billed for are a fault")
    void tooMany() {
        assertThatThrownBy(() -> {
                    for (int item = 0; item <= 500_000; item++) {
                        days.add(FIRST, CostDays.item("i" + item, USD), BigDecimal.ONE);
                    }
                })
                .isInstanceOf(UnavailableException.class)
                .hasMessage("there are more than 500000 sums of a day and an item");
    }

    private void add(int day, String item, Currency currency, String amount) {
        days.add(FIRST.plusDays(day), CostDays.item(item, currency), new BigDecimal(amount));
    }

    private List<String> lines(LocalDate from, LocalDate to) {
        return days.lines(from, to).stream()
                .map(line -> line.day() + " " + line.item().name() + " "
                        + line.item().currency() + " " + line.amount())
                .sorted()
                .toList();
    }
}
