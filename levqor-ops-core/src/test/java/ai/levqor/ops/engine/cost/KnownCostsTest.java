package ai.levqor.ops.engine.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.levqor.ops.policy.forecast.CostSource.Fee;
import ai.levqor.ops.policy.forecast.CostSource.Usage;
import ai.levqor.ops.spi.billing.BilledCosts;
import ai.levqor.ops.spi.billing.CostItem;
import ai.levqor.ops.spi.billing.CostKind;
import ai.levqor.ops.spi.billing.CostLine;
import ai.levqor.ops.spi.state.StateStore;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What is known of a source")
class KnownCostsTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 3, 20);
    private static final Instant NOW = Instant.parse("2026-03-20T10:00:00Z");
    private static final CostItem FEES = FakeBill.item("fees", CostKind.FEE, "usd");

    private final KnownCostsCodec codec = new KnownCostsCodec();

    private static CostLine cost(int ago, String amount) {
        return CostLine.of(TODAY.minusDays(ago), FakeBill.USD, new BigDecimal(amount));
    }

    private static KnownCosts known(CostLine... lines) {
        return after(Optional.empty(), TODAY.minusDays(200), lines);
    }

    private static KnownCosts after(Optional<KnownCosts> before, LocalDate from, CostLine... lines) {
        return KnownCosts.after(before, new BilledCosts(from, TODAY.minusDays(1), List.of(lines)), NOW, TODAY);
    }

    @Test
    @DisplayName("the days that a source tells of replace what was known of them; the others stay")
    void replaces() {
        var before = known(cost(5, "5"), cost(2, "2"), cost(1, "1"));

        var after = after(Optional.of(before), TODAY.minusDays(2), cost(1, "9"));

        assertThat(after.lines()).containsExactly(cost(5, "5"), cost(1, "9"));
        assertThat(after.openFrom()).isEqualTo(TODAY.minusDays(1));
    }

    @Test
    @DisplayName("lines of one item and day add up, with what they are a fee of")
    void addsUp() {
        var known = known(
                FakeBill.fee(TODAY.minusDays(1), FEES, "1.5", "50"), FakeBill.fee(TODAY.minusDays(1), FEES, "1", "20"));

        assertThat(known.lines()).containsExactly(FakeBill.fee(TODAY.minusDays(1), FEES, "2.5", "70"));
    }

    @Test
    @DisplayName("days that are too old and days to come are left out")
    void bounds() {
        var known = known(cost(122, "1"), cost(121, "2"), cost(0, "3"), cost(-1, "4"));

        assertThat(known.lines()).containsExactly(cost(121, "2"), cost(0, "3"));
    }

    @Test
    @DisplayName("of a source with more than twenty items the smaller ones become one, and nothing is lost")
    void manyItems() {
        var lines = new ArrayList<CostLine>();
        for (var at = 1; at <= 100; at++) {
            var item = FakeBill.item("service " + at, CostKind.USAGE, "usd");
            lines.add(CostLine.of(TODAY.minusDays(1), item, BigDecimal.valueOf(at)));
        }

        var known = known(lines.toArray(CostLine[]::new));

        assertThat(known.lines()).hasSize(21);
        assertThat(known.lines())
                .contains(CostLine.of(
                        TODAY.minusDays(1),
                        FakeBill.item("other", CostKind.USAGE, "usd"),
                        BigDecimal.valueOf(80 * 81 / 2)));
    }

    @Test
    @DisplayName("survives being written and read")
    void codec() {
        var euro = FakeBill.item("Compute \"große\"", CostKind.LOSS, "eur");
        var known = known(
                cost(120, "-3.25"),
                cost(1, "0.123456"),
                CostLine.of(TODAY, euro, new BigDecimal("1000000")),
                FakeBill.fee(TODAY, FEES, "2.9", "100"));

        assertThat(codec.decode(codec.encode(Optional.of(known)))).contains(known);
        assertThat(codec.decode(codec.encode(Optional.empty()))).isEmpty();
        assertThat(codec.decode(codec.encode(Optional.of(known())))).contains(known());
    }

    @Test
    @DisplayName("fits into the state store with twenty items for four months")
    void fits() {
        var lines = new ArrayList<CostLine>();
        for (var item = 0; item <= 20; item++) {
            for (var ago = 0; ago <= 121; ago++) {
                lines.add(CostLine.of(
                        TODAY.minusDays(ago),
                        FakeBill.item("service " + item, CostKind.USAGE, "usd"),
                        new BigDecimal("1234.567890123").add(BigDecimal.valueOf(ago))));
            }
        }

        var text = codec.encode(Optional.of(known(lines.toArray(CostLine[]::new))));

        assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(StateStore.MOST_BYTES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]x", "{\"read_at\":\"now\"}", "{\"read_at\":\"2026-03-20T10:00:00Z\"}", "garbage"})
    @DisplayName("is not made of garbage")
    void garbage(String text) {
        assertThatThrownBy(() -> codec.decode(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("a day of the source without a line of an item is a zero of it, a day without any line is missing")
    void zerosAndGaps() {
        var other = FakeBill.item("monthly", CostKind.USAGE, "usd");
        var known =
                known(cost(5, "1"), cost(4, "1"), cost(2, "1"), CostLine.of(TODAY.minusDays(4), other, BigDecimal.TEN));

        var series = ItemSeries.of(known);

        assertThat(series).extracting(one -> one.item().name()).containsExactly("monthly", "tokens");
        var monthly = series.get(0).amounts();
        assertThat(monthly.on(TODAY.minusDays(5))).as("before it began").isEmpty();
        assertThat(monthly.on(TODAY.minusDays(4))).hasValue(10);
        assertThat(monthly.on(TODAY.minusDays(3))).as("nothing is known").isEmpty();
        assertThat(monthly.on(TODAY.minusDays(2))).hasValue(0);
        assertThat(ItemSeries.sums(series))
                .hasEntrySatisfying(
                        FakeBill.currency("usd"),
                        sum -> assertThat(sum.on(TODAY.minusDays(4))).hasValue(11));
    }

    @Test
    @DisplayName("fees are the rate of the last 30 days times the volume, if that makes sense")
    void fees() {
        var sound = ItemSeries.of(known(
                        FakeBill.fee(TODAY.minusDays(40), FEES, "90", "100"),
                        FakeBill.fee(TODAY.minusDays(2), FEES, "4", "100"),
                        FakeBill.fee(TODAY.minusDays(1), FEES, "2", "100")))
                .get(0);
        var absurd = ItemSeries.of(known(FakeBill.fee(TODAY.minusDays(1), FEES, "200", "100")))
                .get(0);

        assertThat(sound.source("fees", TODAY)).isInstanceOfSatisfying(Fee.class, fee -> {
            assertThat(fee.rate()).isCloseTo(0.03, within(1e-12));
            assertThat(fee.volume().on(TODAY.minusDays(1))).hasValue(100);
        });
        assertThat(absurd.source("fees", TODAY)).isInstanceOf(Usage.class);
    }
}
