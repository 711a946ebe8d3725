package ai.levqor.ops.stripe;

import static ai.levqor.ops.stripe.StripeObject.charge;
import static ai.levqor.ops.stripe.StripeObject.transactionJson;
import static ai.levqor.ops.stripe.Times.NOW;
import static ai.levqor.ops.stripe.Times.TODAY;
import static ai.levqor.ops.stripe.Times.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.billing.BillingSource;
import ai.levqor.ops.spi.billing.CostKind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChargesTest {
    private static final Instant MORNING = at("19T09:00:00");

    private final FakeStripe stripe = new FakeStripe();
    private final Sources sources = new Sources();
    private final BillingSource source = sources.of(stripe, "charges");

    ChargesTest() throws IOException {}

    @AfterEach
    void close() {
        stripe.close();
    }

    @Test
    @DisplayName("what succeeded charges took is told by day, as usage, and their lists are asked for with settlements")
    void taken() {
        stripe.with(charge("ch_1", MORNING, 49_00), charge("ch_2", at("20T09:00:00"), 1_00));

        assertThat(amounts())
                .containsExactly(entry("2026-03-19 charges USD", "49"), entry("2026-03-20 charges USD", "1"));
        assertThat(source.costs(TODAY, NOW).lines())
                .allSatisfy(line -> assertThat(line.item().kind()).isEqualTo(CostKind.USAGE));
        assertThat(stripe.asked()).allMatch(it -> it.contains("expand[0]=data.balance_transaction"));
    }

    @Test
    @DisplayName("a charge counts in the currency of its settlement, and on that day")
    void settlement() {
        stripe.with(charge("ch_1", MORNING, "succeeded", true, 50_00, 50_00, settled("20T10:00:00", 5000, "jpy")));

        assertThat(amounts()).containsExactly(entry("2026-03-20 charges JPY", "5000"));
    }

    @ParameterizedTest
    @CsvSource({"usd, 5000, 20", "eur, 4600, 18.4"})
    @DisplayName("of a charge that was captured in part, the part counts")
    void part(String currency, long settled, String counted) {
        stripe.with(
                charge("ch_1", MORNING, "succeeded", true, 50_00, 20_00, settled("19T10:00:00", settled, currency)));

        assertThat(amounts().values()).containsExactly(counted);
    }

    @ParameterizedTest
    @CsvSource({"failed, false, null", "pending, true, null", "succeeded, false, null"})
    @DisplayName("a failed, pending or uncaptured charge does not count")
    void notTaken(String status, boolean captured, String settlement) {
        stripe.with(charge("ch_1", MORNING, status, captured, 50_00, captured ? 50_00 : 0, settlement));

        assertThat(amounts()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"pending, true", "succeeded, false"})
    @DisplayName("a charge that was undecided counts once when it is captured, days later and after newer ones")
    void later(String status, boolean captured) {
        stripe.with(
                charge("ch_1", at("10T09:00:00"), status, captured, 50_00, 0, "null"),
                charge("ch_2", at("12T09:00:00"), 1_00));
        var before = source.costs(TODAY.minusDays(30), NOW);
        var taken =
                charge("ch_1", at("10T09:00:00"), "succeeded", true, 50_00, 50_00, settled("20T10:00:00", 5000, "usd"));
        stripe.change(taken);

        assertThat(Sources.amounts(before)).containsExactly(entry("2026-03-12 charges USD", "1"));
        assertThat(before.openFrom()).isEqualTo(TODAY.minusDays(10));
        for (var times = 0; times < 3; times++) {
            assertThat(amounts())
                    .containsExactly(entry("2026-03-12 charges USD", "1"), entry("2026-03-20 charges USD", "50"));
        }
    }

    @Test
    @DisplayName("a charge that fails in the end, or is released, is not waited for any longer")
    void decided() {
        stripe.with(
                charge("ch_1", at("10T09:00:00"), "pending", true, 50_00, 50_00, "null"),
                charge("ch_2", at("11T09:00:00"), "succeeded", false, 50_00, 0, "null"),
                charge("ch_3", at("18T09:00:00"), 1_00));
        source.costs(TODAY.minusDays(30), NOW);
        stripe.change(charge("ch_1", at("10T09:00:00"), "failed", true, 50_00, 0, "null"));
        stripe.change(charge("ch_2", at("11T09:00:00"), "succeeded", false, 50_00, 0, "null")
                .replacing("\"refunded\":false", "\"refunded\":true"));

        assertThat(source.costs(TODAY.minusDays(30), NOW).openFrom()).isEqualTo(TODAY.minusDays(2));
    }

    @Test
    @DisplayName("a charge that stays undecided is given up after 31 days, with a warning")
    void givenUp() {
        stripe.with(charge("ch_1", NOW.minus(Duration.ofDays(32)), "pending", true, 50_00, 50_00, "null"));
        source.costs(TODAY.minusDays(60), NOW);
        stripe.with(charge("ch_2", NOW, 1_00));
        try (var secrets = new Secrets(FakeStripe.TEST_KEY)) {
            var costs = source.costs(TODAY.minusDays(60), NOW);

            assertThat(costs.openFrom()).isEqualTo(TODAY);
            assertThat(secrets.said()).anyMatch(line -> line.startsWith("1 charges will not be counted"));
        }
    }

    @Test
    @DisplayName("a captured charge that is not settled yet counts when it is")
    void notSettledYet() {
        stripe.with(charge("ch_1", MORNING, "succeeded", true, 50_00, 50_00, "null"));
        var before = source.costs(TODAY.minusDays(30), NOW);
        stripe.change(charge("ch_1", MORNING, "succeeded", true, 50_00, 50_00, settled("19T10:00:00", 5000, "usd")));

        assertThat(before.lines()).isEmpty();
        assertThat(before.openFrom()).isEqualTo(TODAY.minusDays(1));
        assertThat(amounts()).containsExactly(entry("2026-03-19 charges USD", "50"));
    }

    @Test
    @DisplayName("where only the id of a settlement comes, it is asked for by itself")
    void notExpanded() {
        stripe.with(
                charge("ch_1", MORNING, "succeeded", true, 50_00, 50_00, "\"txn_9\""),
                StripeObject.transaction("txn_9", MORNING, "charge", 46_00, 30, "eur"));

        assertThat(amounts()).containsExactly(entry("2026-03-19 charges EUR", "46"));
        assertThat(stripe.asked()).anyMatch(it -> it.startsWith("/v1/balance_transactions/txn_9?"));
    }

    @Test
    @DisplayName("a settlement that cannot be asked for is a fault, and not a zero")
    void notExpandedNotThere() {
        stripe.with(charge("ch_1", MORNING, "succeeded", true, 50_00, 50_00, "\"txn_9\""));

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(this::amounts)
                .withMessageStartingWith("Stripe answers 404");
    }

    @ParameterizedTest
    @CsvSource({"false, test, live", "true, live, test"})
    @DisplayName("charges of another mode than the key's are refused")
    void mode(boolean live, String told, String own) {
        stripe.with(charge("ch_1", MORNING, 49_00).replacing("\"livemode\":false", "\"livemode\":" + live));
        var key = live ? FakeStripe.TEST_KEY : FakeStripe.LIVE_KEY;
        var other = sources.of(
                Map.of("STRIPE_SECRET_KEY", key, "OPS_STRIPE_URL", stripe.url(), "OPS_STRIPE_BASIS", "charges"));

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> other.costs(TODAY.minusDays(5), NOW))
                .withMessage("refused: Stripe tells charges of " + told + " mode, and STRIPE_SECRET_KEY is a key of "
                        + own + " mode");
    }

    private Map<String, String> amounts() {
        return Sources.amounts(source.costs(TODAY.minusDays(30), NOW));
    }

    private static String settled(String time, long amount, String currency) {
        return transactionJson("txn_9", at(time).getEpochSecond(), "charge", amount, 30, currency);
    }
}
