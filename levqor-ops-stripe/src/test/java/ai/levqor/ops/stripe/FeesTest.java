package ai.levqor.ops.stripe;

import static ai.levqor.ops.stripe.StripeObject.payment;
import static ai.levqor.ops.stripe.StripeObject.transaction;
import static ai.levqor.ops.stripe.Times.NOW;
import static ai.levqor.ops.stripe.Times.TODAY;
import static ai.levqor.ops.stripe.Times.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import ai.levqor.ops.spi.billing.CostKind;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeesTest {
    private final FakeStripe stripe = new FakeStripe();

    FeesTest() throws IOException {}

    @AfterEach
    void close() {
        stripe.close();
    }

    @Test
    @DisplayName(
            "a day's fees are told with the payments of the day, and what went back and came back is the day's loss")
    void daysOfAll() {
        stripe.with(
                payment("txn_1", at("18T10:00:00"), 100_00, 3_20),
                payment("txn_2", at("18T11:00:00"), 50_00, 1_75),
                transaction("txn_3", at("18T12:00:00"), "refund", -40_00, 0, "usd"),
                transaction("txn_4", at("19T12:00:00"), "dispute", -129_00, 15_00, "usd"),
                transaction("txn_5", at("20T12:00:00"), "dispute_reversal", 129_00, -15_00, "usd"));

        assertThat(amounts("fees"))
                .containsExactly(
                        entry("2026-03-18 fees USD", "4.95 of 150"),
                        entry("2026-03-18 refunds and disputes USD", "40"),
                        entry("2026-03-19 fees USD", "15 of 0"),
                        entry("2026-03-19 refunds and disputes USD", "129"),
                        entry("2026-03-20 fees USD", "-15 of 0"),
                        entry("2026-03-20 refunds and disputes USD", "-129"));
    }

    @Test
    @DisplayName("the fees alone are the same without the losses")
    void feesOnly() {
        stripe.with(
                payment("txn_1", at("20T10:00:00"), 100_00, 3_20),
                transaction("txn_3", at("20T12:00:00"), "refund", -40_00, -50, "usd"));

        assertThat(amounts("fees_only")).containsExactly(entry("2026-03-20 fees USD", "2.7 of 100"));
    }

    @Test
    @DisplayName("fees and losses are items of their kinds")
    void kinds() {
        stripe.with(payment("txn_1", at("20T10:00:00"), 100_00, 3_20));

        var costs = new Sources().of(stripe, "fees").costs(TODAY, NOW);

        assertThat(costs.lines())
                .extracting(line -> line.item().name(), line -> line.item().kind())
                .containsExactlyInAnyOrder(tuple("fees", CostKind.FEE), tuple("refunds and disputes", CostKind.LOSS));
    }

    @ParameterizedTest
    @CsvSource({
        "charge, 1000, 30, 0.3 of 10, 0",
        "payment, 1000, 30, 0.3 of 10, 0",
        "partial_capture_reversal, -400, -10, -0.1 of -4, 0",
        "charge_failure, -1000, 0, 0 of -10, 0",
        "refund, -1000, 0, 0 of 0, 10",
        "refund_failure, 1000, 0, 0 of 0, -10",
        "dispute, -1000, 1500, 15 of 0, 10",
        "fee, -250, 0, 2.5 of 0, 0",
        "fee, 250, 0, -2.5 of 0, 0",
        "stripe_fee, -250, 0, 2.5 of 0, 0",
        "tax, -50, 0, 0.5 of 0, 0",
        "network_cost, -50, 0, 0.5 of 0, 0",
        "payout, -100000, 150, 1.5 of 0, 0"
    })
    @DisplayName("each kind of transaction counts as what it is")
    void kindsOfTransactions(String category, long amount, long fee, String fees, String loss) {
        stripe.with(transaction("txn_1", at("20T10:00:00"), category, amount, fee, "usd"));

        assertThat(Sources.told(new Sources().of(stripe, "fees").costs(TODAY, NOW)))
                .isEqualTo(Map.of("2026-03-20 fees USD", fees, "2026-03-20 refunds and disputes USD", loss));
    }

    @ParameterizedTest
    @CsvSource({"payout", "payout_reversal", "topup", "transfer", "platform_earning", "risk_reserved_funds", "new_kind"
    })
    @DisplayName("money that is only moved costs nothing")
    void moves(String category) {
        stripe.with(transaction("txn_1", at("20T10:00:00"), category, -1000_00, 0, "usd"));

        assertThat(new Sources().of(stripe, "fees").costs(TODAY, NOW).lines()).isEmpty();
    }

    @Test
    @DisplayName("a transaction without a reporting category counts by its type")
    void type() {
        stripe.with(transaction("txn_1", at("20T10:00:00"), "payment_refund", -10_00, 0, "usd")
                .replacing("\"reporting_category\":\"payment_refund\"", "\"reporting_category\":null"));

        assertThat(amounts("fees")).containsExactly(entry("2026-03-20 refunds and disputes USD", "10"));
    }

    @Test
    @DisplayName("currencies are told apart, each in Stripe's own minor units")
    void currencies() {
        stripe.with(
                transaction("txn_1", at("20T10:00:00"), "charge", 100_00, 3_00, "usd"),
                transaction("txn_2", at("20T10:00:01"), "charge", 5000, 150, "jpy"),
                transaction("txn_3", at("20T10:00:02"), "charge", 10_250, 330, "kwd"),
                transaction("txn_4", at("20T10:00:03"), "charge", 500, 100, "isk"),
                transaction("txn_5", at("20T10:00:04"), "charge", 500, 100, "UGX"));

        assertThat(amounts("fees"))
                .containsExactly(
                        entry("2026-03-20 fees ISK", "1 of 5"),
                        entry("2026-03-20 fees JPY", "150 of 5000"),
                        entry("2026-03-20 fees KWD", "0.33 of 10.25"),
                        entry("2026-03-20 fees UGX", "1 of 5"),
                        entry("2026-03-20 fees USD", "3 of 100"));
    }

    @Test
    @DisplayName("a currency that Java does not know is left out with one warning, and added to no other")
    void strangeCurrency() {
        stripe.with(
                transaction("txn_1", at("20T10:00:00"), "charge", 100_00, 3_00, "usd"),
                transaction("txn_2", at("20T10:00:01"), "charge", 50_00, 1_00, "usdc"),
                transaction("txn_3", at("20T10:00:02"), "charge", 50_00, 1_00, "usdc"));
        try (var secrets = new Secrets(FakeStripe.TEST_KEY)) {
            assertThat(amounts("fees")).containsExactly(entry("2026-03-20 fees USD", "3 of 100"));

            assertThat(secrets.said())
                    .filteredOn(line -> line.contains("usdc is left out"))
                    .hasSize(1);
        }
    }

    @Test
    @DisplayName("a day is one of UTC, from its first second to its last")
    void days() {
        stripe.with(
                payment("txn_1", at("18T23:59:59"), 100_00, 1_00),
                payment("txn_2", at("19T00:00:00"), 100_00, 2_00),
                payment("txn_3", at("19T23:59:59"), 100_00, 4_00),
                payment("txn_4", at("20T00:00:00"), 100_00, 8_00));

        assertThat(amounts("fees_only"))
                .containsExactly(
                        entry("2026-03-18 fees USD", "1 of 100"),
                        entry("2026-03-19 fees USD", "6 of 200"),
                        entry("2026-03-20 fees USD", "8 of 100"));
    }

    @Test
    @DisplayName(
            "from a currency's first day on, a day on which nothing happened is a known zero, and none before it is")
    void zeros() {
        stripe.with(
                payment("txn_1", at("17T10:00:00"), 100_00, 1_00),
                transaction("txn_2", at("19T10:00:00"), "charge", 100_00, 2_00, "eur"));

        assertThat(Sources.told(new Sources().of(stripe, "fees").costs(TODAY.minusDays(30), NOW)))
                .hasSize(2 * (4 + 2))
                .containsEntry("2026-03-17 refunds and disputes USD", "0")
                .containsEntry("2026-03-18 fees USD", "0 of 0")
                .containsEntry("2026-03-20 fees USD", "0 of 0")
                .containsEntry("2026-03-20 fees EUR", "0 of 0")
                .containsEntry("2026-03-19 refunds and disputes EUR", "0");
    }

    @Test
    @DisplayName("an account without a transaction has no lines, and stays open from the first day on")
    void empty() {
        var costs = new Sources().of(stripe, "fees").costs(TODAY.minusDays(30), NOW);

        assertThat(costs.lines()).isEmpty();
        assertThat(costs.openFrom()).isEqualTo(TODAY.minusDays(30));
    }

    private Map<String, String> amounts(String basis) {
        return Sources.amounts(new Sources().of(stripe, basis).costs(TODAY.minusDays(30), NOW));
    }
}
