package ai.levqor.ops.stripe;

import static ai.levqor.ops.stripe.StripeObject.charge;
import static ai.levqor.ops.stripe.StripeObject.payment;
import static ai.levqor.ops.stripe.Times.NOW;
import static ai.levqor.ops.stripe.Times.TODAY;
import static ai.levqor.ops.stripe.Times.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.SelfCheck;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.billing.BillingSource;
import ai.levqor.ops.stripe.FakeStripe.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class FaultsTest {
    private static final StripeObject PAYMENT = payment("txn_1", at("19T10:00:00"), 100_00, 3_20);
    private static final StripeObject CHARGE = charge("ch_1", at("19T10:00:00"), 100_00);

    private final FakeStripe stripe = new FakeStripe();
    private final Secrets secrets = new Secrets("secret4");

    FaultsTest() throws IOException {}

    @AfterEach
    void close() {
        stripe.close();
        secrets.close();
    }

    static Stream<Arguments> badAnswers() {
        var deep = "[".repeat(100_000);
        return Stream.of(
                arguments(Answers.error(400, FakeStripe.TEST_KEY), "Stripe answers 400: it does not understand"),
                arguments(Answers.error(401, FakeStripe.TEST_KEY), "Stripe answers 401: STRIPE_SECRET_KEY is refused"),
                arguments(Answers.error(403, FakeStripe.TEST_KEY), "Stripe answers 403: STRIPE_SECRET_KEY may not"),
                arguments(Answers.error(404, FakeStripe.TEST_KEY), "Stripe answers 404: OPS_STRIPE_URL is no"),
                arguments(Answers.error(402, FakeStripe.TEST_KEY), "Stripe answers 402"),
                arguments(Answers.error(302, "Location", "http://127.0.0.1:1/"), "Stripe answers 302"),
                arguments(Answers.error(429, FakeStripe.TEST_KEY), "Stripe asks for a pause"),
                arguments(Answers.error(500, FakeStripe.TEST_KEY), "Stripe answers 500"),
                arguments(Answers.error(503, FakeStripe.TEST_KEY), "Stripe answers 503"),
                arguments(Answers.cut(), "Stripe cannot be reached"),
                arguments((Answer) exchange -> {}, "Stripe cannot be reached"),
                arguments(Answers.spaces(9_000_000), "Stripe's answer makes no sense: it is longer than 8 MB"),
                arguments(body(""), "Stripe's answer makes no sense"),
                arguments(body("<html>" + FakeStripe.TEST_KEY), "Stripe's answer makes no sense"),
                arguments(body("{}"), "Stripe's answer makes no sense: data is missing"),
                arguments(body("null"), "Stripe's answer makes no sense"),
                arguments(body("[]"), "Stripe's answer makes no sense"),
                arguments(body(deep), "Stripe's answer makes no sense"),
                arguments(body("{\"data\":" + deep), "Stripe's answer makes no sense"),
                arguments(body("{\"other\":" + deep), "Stripe's answer makes no sense"),
                arguments(body("{\"data\":[{\"metadata\":" + deep), "Stripe's answer makes no sense"),
                arguments(body("{\"data\":[{\"source\":" + deep), "Stripe's answer makes no sense"),
                arguments(body("{\"data\":{},\"has_more\":false}"), "Stripe's answer makes no sense"),
                arguments(body("{\"data\":[null],\"has_more\":false}"), "Stripe's answer makes no sense"),
                arguments(body("{\"data\":[7],\"has_more\":false}"), "Stripe's answer makes no sense"),
                arguments(body("{\"data\":[]}"), "Stripe's answer makes no sense: has_more is missing"),
                arguments(body("{\"data\":[],\"has_more\":true}"), "Stripe's answer makes no sense: an empty page"),
                arguments(
                        body("{\"data\":[],\"has_more\":\"" + FakeStripe.TEST_KEY), "Stripe's answer makes no sense"));
    }

    @ParameterizedTest
    @MethodSource("badAnswers")
    @DisplayName("a bad answer is a fault that says what to look at, and no secret; and then all goes on")
    void badAnswer(Answer answer, String words) {
        for (var basis : List.of("fees", "charges")) {
            stripe.with(basis.equals("fees") ? PAYMENT : CHARGE);
            var source = new Sources().of(stripe, basis);
            stripe.always(answer);

            var failure = refusal(source);

            assertThat(failure).hasMessageStartingWith(words).hasNoCause();
            assertThat(failure.getSuppressed()).isEmpty();
            assertThat(failure.retryAfter().isPresent()).isEqualTo(words.contains("pause"));
            secrets.assertKept(failure, source);
            stripe.recover();
            assertThat(Sources.amounts(source.costs(TODAY.minusDays(5), NOW))).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "fees, /v1/balance_transactions?{limit=1}",
        "charges, '/v1/charges?{expand[0]=data.balance_transaction, limit=1}'"
    })
    @DisplayName("a self-check asks once for one object of the list that is read")
    void selfCheck(String basis, String asked) {
        var source = (SelfCheck) new Sources().of(stripe, basis);

        source.selfCheck();

        assertThat(stripe.asked()).containsExactly(asked);
    }

    /** Those that the HTTP client of every JDK takes for an answer and does not ask for again, and that are none of a list. */
    static Stream<Arguments> refusals() {
        return Stream.concat(badAnswers().limit(9), badAnswers().skip(12).limit(7));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    @DisplayName("a self-check asks once whatever is answered, says what to look at, and no secret")
    void selfCheckRefused(Answer answer, String words) {
        for (var basis : List.of("fees", "charges")) {
            var source = (SelfCheck) new Sources().of(stripe, basis);
            stripe.always(answer);
            stripe.asked();

            var failure = catchThrowable(source::selfCheck);

            assertThat(failure)
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageStartingWith(words)
                    .hasNoCause();
            assertThat(stripe.asked()).hasSize(1);
            secrets.assertKept(failure, source);
        }
    }

    @Test
    @DisplayName("a key that cannot be right fails its self-check, and nothing is asked")
    void selfCheckOfNoKey() {
        var source =
                (SelfCheck) new Sources().of(Map.of("STRIPE_SECRET_KEY", "secret4", "OPS_STRIPE_URL", stripe.url()));

        var failure = catchThrowable(source::selfCheck);

        assertThat(failure).isInstanceOf(ConfigurationException.class).hasMessageStartingWith("STRIPE_SECRET_KEY must");
        assertThat(stripe.asked()).isEmpty();
        secrets.assertKept(failure, source);
    }

    @ParameterizedTest
    @CsvSource({
        "'\"amount\":10000', '\"amount\":null', amount is missing",
        "'\"amount\":10000,', '', amount is missing",
        "'\"amount\":10000', '\"amount\":\"secret4\"', ''",
        "'\"amount\":10000', '\"amount\":100.5', ''",
        "'\"amount\":10000', '\"amount\":99999999999999999', amount is beyond all measure",
        "'\"amount\":10000', '\"amount\":9999999999999999999', ''",
        "'\"fee\":320', '\"fee\":{}', ''",
        "'\"fee\":320,', '', fee is missing",
        "'\"currency\":\"usd\"', '\"currency\":null', currency is missing",
        "'\"currency\":\"usd\"', '\"currency\":\"\"', currency is no code",
        "'\"id\":\"txn_1\"', '\"id\":null', id is missing",
        "'\"created\":1773914400', '\"created\":null', created is missing",
        "'\"created\":1773914400', '\"created\":-1', created is not a time",
        "'\"created\":1773914400', '\"created\":99999999999', created is not a time",
        "'\"created\":1773914400', '\"created\":1', objects of a time that was not asked for"
    })
    @DisplayName("a transaction that lacks something, or holds something else, is a fault, and its page is not counted")
    void badTransaction(String part, String other, String words) {
        var source = new Sources().of(stripe, "fees");
        stripe.with(PAYMENT.replacing(part, other), payment("txn_2", at("19T11:00:00"), 100_00, 1_00));

        var failure = refusal(source);

        assertThat(failure)
                .hasMessageStartingWith("Stripe's answer makes no sense")
                .hasMessageContaining(words)
                .hasNoCause();
        secrets.assertKept(failure, source);
        stripe.change(PAYMENT);
        assertThat(Sources.amounts(source.costs(TODAY.minusDays(5), NOW)))
                .containsExactly(entry("2026-03-19 fees USD", "4.2 of 200"));
    }

    @ParameterizedTest
    @CsvSource({
        "'\"livemode\":false', '\"livemode\":null', livemode is missing",
        "'\"status\":\"succeeded\"', '\"status\":\"new\"', status is none of a charge",
        "'\"status\":\"succeeded\"', '\"status\":null', status is missing",
        "'\"captured\":true,', '', captured is missing",
        "'\"amount_captured\":10000,', '', amount_captured is missing",
        "'\"balance_transaction\":{', '\"balance_transaction\":[{', ''",
        "'\"balance_transaction\":{\"id\"', '\"balance_transaction\":{\"x\"', ''",
        "'\"currency\":\"usd\",\n\"description\":null', '\"description\":null', currency is missing"
    })
    @DisplayName("a charge that lacks something, or holds something else, is a fault")
    void badCharge(String part, String other, String words) {
        var source = new Sources().of(stripe, "charges");
        stripe.with(CHARGE.replacing(part, other));
        assertThat(CHARGE.replacing(part, other)).isNotEqualTo(CHARGE);

        var failure = refusal(source);

        assertThat(failure)
                .hasMessageStartingWith("Stripe's answer makes no sense")
                .hasMessageContaining(words)
                .hasNoCause();
    }

    @Test
    @DisplayName("pages that repeat end the reading, and nothing of them counts twice")
    void repeating() {
        for (var at = 0; at < 250; at++) {
            stripe.with(payment("txn_%03d".formatted(at), at("19T10:00:00").plusSeconds(at), 1_00, 1));
        }
        var first = Answers.json(200, page(150, 250, true));
        var second = Answers.json(200, page(50, 150, true));
        var source = new Sources().of(stripe, "fees");
        stripe.next.addAll(List.of(first, second, first));

        assertThat(refusal(source)).hasMessage("Stripe's answer makes no sense: its pages repeat");
        stripe.next.addAll(List.of(Answers.json(200, page(50, 150, false))));
        assertThat(refusal(source)).hasMessage("Stripe's answer makes no sense: its pages repeat");
        assertThat(Sources.amounts(source.costs(TODAY.minusDays(5), NOW)))
                .containsExactly(entry("2026-03-19 fees USD", "2.5 of 250"));
    }

    private static Answer body(String json) {
        return Answers.json(200, json);
    }

    private static String page(int from, int to, boolean more) {
        var page = new ArrayList<StripeObject>();
        for (var at = to - 1; at >= from; at--) {
            page.add(payment("txn_%03d".formatted(at), at("19T10:00:00").plusSeconds(at), 1_00, 1));
        }
        return Answers.list(page, false, more);
    }

    private static UnavailableException refusal(BillingSource source) {
        var failure = catchThrowableOfType(UnavailableException.class, () -> source.costs(TODAY.minusDays(5), NOW));
        assertThat(failure).isNotNull();
        return failure;
    }
}
