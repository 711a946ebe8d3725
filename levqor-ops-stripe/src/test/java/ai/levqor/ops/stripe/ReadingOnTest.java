package ai.levqor.ops.stripe;

import static ai.levqor.ops.stripe.StripeObject.payment;
import static ai.levqor.ops.stripe.Times.NOW;
import static ai.levqor.ops.stripe.Times.TODAY;
import static ai.levqor.ops.stripe.Times.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.billing.BilledCosts;
import ai.levqor.ops.spi.billing.BillingSource;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ReadingOnTest {
    private static final LocalDate FROM = TODAY.minusDays(30);

    private final FakeStripe stripe = new FakeStripe();
    private final BillingSource source = new Sources().of(stripe, "fees_only");

    ReadingOnTest() throws IOException {}

    @AfterEach
    void close() {
        stripe.close();
    }

    @Test
    @DisplayName("a second reading begins ten minutes before the newest transaction, and counts none of those again")
    void onlyWhatIsNew() {
        given(250, at("18T10:00:00"));
        given(1, at("20T10:00:00"));
        read(FROM);
        assertThat(stripe.asked()).hasSize(3);
        given(1, at("20T10:05:00"));

        assertThat(fees(read(FROM))).containsExactly(entry("18", "2.5 of 250"), entry("20", "0.02 of 2"));
        assertThat(stripe.asked())
                .containsExactly(
                        "/v1/balance_transactions?{created[gte]=" + second(at("20T09:50:00")) + ", limit=100}");
    }

    @Test
    @DisplayName("a transaction that turns up late, of an older time by up to ten minutes, is counted")
    void late() {
        given(1, at("20T10:00:00"));
        read(FROM);
        given(1, at("20T09:50:00"));
        given(1, at("20T09:49:59"));

        assertThat(fees(read(FROM))).containsExactly(entry("20", "0.02 of 2"));
        assertThat(fees(read(FROM))).containsExactly(entry("20", "0.02 of 2"));
    }

    @Test
    @DisplayName("a day stays open until a transaction of ten minutes after its end is known")
    void openFrom() {
        given(1, at("19T10:00:00"));
        assertThat(read(FROM).openFrom()).isEqualTo(TODAY.minusDays(1));
        given(1, at("20T00:09:59"));
        assertThat(read(FROM).openFrom()).isEqualTo(TODAY.minusDays(1));
        given(1, at("20T00:10:00"));

        assertThat(read(FROM).openFrom()).isEqualTo(TODAY);
        assertThat(source.costs(TODAY, NOW).openFrom()).isEqualTo(TODAY);
    }

    @Test
    @DisplayName("a transaction from after the engine's day is told when its day has come")
    void clockOfStripeIsAhead() {
        given(1, Instant.parse("2026-03-21T00:20:00Z"));

        assertThat(read(FROM).lines()).isEmpty();
        assertThat(read(FROM).openFrom()).isEqualTo(TODAY);
        assertThat(fees(source.costs(FROM, NOW.plusSeconds(86_400)))).containsExactly(entry("21", "0.01 of 1"));
    }

    @Test
    @DisplayName("days before those that are known are read when they are asked for, and only they")
    void earlier() {
        given(1, at("10T23:59:59"));
        given(1, at("11T00:00:00"));
        given(1, at("18T10:00:00"));
        read(LocalDate.parse("2026-03-11"));
        stripe.asked();

        assertThat(fees(read(FROM)))
                .containsExactly(entry("10", "0.01 of 1"), entry("11", "0.01 of 1"), entry("18", "0.01 of 1"));
        assertThat(stripe.asked().get(0))
                .isEqualTo("/v1/balance_transactions?{created[gte]=" + second(Instant.parse("2026-02-18T00:00:00Z"))
                        + ", created[lt]=" + second(at("11T00:00:00")) + ", limit=100}");
        assertThat(fees(read(FROM))).hasSize(3);
    }

    @Test
    @DisplayName("a later reading takes nothing of the days before the first one, so that an earlier one may")
    void overlapBeforeTheFirstDay() {
        given(1, at("18T23:59:00"));
        given(1, at("19T00:01:00"));

        for (var times = 0; times < 2; times++) {
            assertThat(fees(read(TODAY.minusDays(1)))).containsExactly(entry("19", "0.01 of 1"));
            assertThat(stripe.asked())
                    .containsExactly(
                            "/v1/balance_transactions?{created[gte]=" + second(at("19T00:00:00")) + ", limit=100}");
        }
        assertThat(fees(read(FROM))).containsExactly(entry("18", "0.01 of 1"), entry("19", "0.01 of 1"));
    }

    @Test
    @DisplayName("days before those that are known are read right where those were without a transaction")
    void earlierThanNothing() {
        read(TODAY);
        given(1, at("10T10:00:00"));
        read(FROM);
        given(1, at("20T10:00:00"));

        for (var times = 0; times < 3; times++) {
            assertThat(fees(read(FROM))).containsExactly(entry("10", "0.01 of 1"), entry("20", "0.01 of 1"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    @DisplayName("a reading that breaks off goes on from its page, and what came meanwhile is read after it")
    void brokenOff(int pages) {
        given(390, at("20T10:00:00"));
        for (var page = 0; page < pages; page++) {
            stripe.next.add(stripe.usual());
        }
        stripe.next.add(Answers.error(401, "no"));
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> read(FROM));
        assertThat(stripe.asked()).hasSize(pages + 1);
        given(150, at("20T11:00:00"));

        assertThat(fees(read(FROM))).containsExactly(entry("20", "5.4 of 540"));
        assertThat(stripe.asked()).hasSize(pages == 0 ? 6 + 2 : 4 - pages + 6);
        assertThat(fees(read(FROM))).containsExactly(entry("20", "5.4 of 540"));
    }

    @Test
    @DisplayName("a later reading that breaks off counts nothing twice, however often it does")
    void brokenOffAgain() {
        given(150, at("20T09:55:00"));
        read(FROM);
        given(350, at("20T10:00:00"));
        for (var times = 0; times < 4; times++) {
            stripe.next.add(stripe.usual());
            stripe.next.add(Answers.json(200, "garbage"));
            assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> read(FROM));
            given(10, at("20T10:0" + (6 + times) + ":00"));
        }

        assertThat(fees(read(FROM))).containsExactly(entry("20", "5.4 of 540"));
        assertThat(fees(read(FROM))).containsExactly(entry("20", "5.4 of 540"));
    }

    @Test
    @DisplayName("an earlier reading that breaks off counts nothing twice")
    void brokenOffEarlier() {
        given(250, at("10T10:00:00"));
        given(1, at("20T10:00:00"));
        read(TODAY);
        stripe.next.add(stripe.usual());
        stripe.next.add(Answers.error(401, "no"));

        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> read(FROM));
        assertThat(fees(read(TODAY.minusDays(15))))
                .containsExactly(entry("10", "2.5 of 250"), entry("20", "0.01 of 1"));
        assertThat(fees(read(TODAY.minusDays(40))))
                .containsExactly(entry("10", "2.5 of 250"), entry("20", "0.01 of 1"));
    }

    @Test
    @DisplayName("where Stripe has lost the object after which to go on, the reading starts over at the next call")
    void lostCursor() {
        given(150, at("20T10:00:00"));
        stripe.next.add(stripe.usual());
        stripe.next.add(Answers.error(401, "no"));
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> read(FROM));
        stripe.remove("txn_" + second(at("20T10:00:50")) + "_0050");

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> read(FROM))
                .withMessageStartingWith("Stripe answers 400");
        assertThat(fees(read(FROM))).containsExactly(entry("20", "1.49 of 149"));
    }

    /** So many payments of a dollar with a fee of a cent, a second apart. */
    private void given(int count, Instant from) {
        for (var at = 0; at < count; at++) {
            var time = from.plusSeconds(at);
            stripe.with(payment("txn_%d_%04d".formatted(second(time), at), time, 1_00, 1));
        }
    }

    private BilledCosts read(LocalDate from) {
        return source.costs(from, NOW);
    }

    /** By day of the month. */
    private static Map<String, String> fees(BilledCosts costs) {
        var days = new TreeMap<String, String>();
        Sources.amounts(costs).forEach((key, value) -> days.put(key.substring(8, 10), value));
        return days;
    }

    private static long second(Instant time) {
        return time.getEpochSecond();
    }
}
