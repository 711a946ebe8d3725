package ai.levqor.ops.stripe;

import static ai.levqor.ops.stripe.StripeObject.payment;
import static ai.levqor.ops.stripe.Times.NOW;
import static ai.levqor.ops.stripe.Times.TODAY;
import static ai.levqor.ops.stripe.Times.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.billing.BillingSource;
import ai.levqor.ops.stripe.FakeStripe.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Waits in a time of its own. */
@Timeout(60)
class PatienceTest {
    private final FakeStripe stripe = new FakeStripe();
    private final Sources sources = new Sources();
    private final BillingSource source = sources.of(stripe, "fees");

    PatienceTest() throws IOException {
        stripe.with(payment("txn_1", at("19T10:00:00"), 100_00, 3_20));
    }

    @AfterEach
    void close() {
        stripe.close();
    }

    @Test
    @DisplayName("requests are a quarter of a second apart")
    void pace() {
        for (var at = 0; at < 350; at++) {
            stripe.with(payment("txn_1_" + at, at("19T10:00:00"), 100_00, 3_20));
        }

        read();

        assertThat(sources.waits).containsExactly(millis(250), millis(250), millis(250));
    }

    @Test
    @DisplayName("a 429 without a time is asked again after one second, two, four and eight, and then given up")
    void doubling() {
        stripe.always(Answers.error(429, "slow"));

        assertThat(refusal()).hasMessage("Stripe asks for a pause");
        assertThat(refusal().retryAfter()).contains(millis(16_000));
        assertThat(sources.waits.subList(0, 4)).containsExactly(millis(1000), millis(2000), millis(4000), millis(8000));
        assertThat(stripe.requests).hasSize(10);
    }

    @Test
    @DisplayName("up to a half of a wait is left to chance")
    void chance() {
        var waits = new ArrayList<Duration>();
        var patience = new Patience(waits::add, () -> 0, () -> 0);

        var failure = catchThrowableOfType(
                UnavailableException.class,
                () -> patience.ask(() -> {
                    throw StripeFault.passing(500, "no", 3);
                }));

        assertThat(failure).isNotNull();
        assertThat(waits).contains(millis(500), millis(1000));
    }

    @Test
    @DisplayName("a 429 with a time is asked again after that")
    void retryAfter() {
        stripe.next.addAll(List.of(Answers.error(429, "Retry-After", "7"), Answers.error(429, "Retry-After", "60")));

        assertThat(read()).isNotEmpty();
        assertThat(sources.waits).containsExactly(millis(7000), millis(60_000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "soon", "-5", "1e300", "7.5", "99999999999999999999", "Wed, 21 Oct 2026 07:28:00 GMT"})
    @DisplayName("a time that is no number of seconds, or zero, is none")
    void badRetryAfter(String value) {
        stripe.next.add(Answers.error(429, "Retry-After", value));

        assertThat(read()).isNotEmpty();
        assertThat(sources.waits).containsExactly(millis(1000));
    }

    @Test
    @DisplayName("a time of more than a minute is not waited for, but told")
    void longRetryAfter() {
        stripe.always(Answers.error(429, "Retry-After", "61"));

        assertThat(refusal().retryAfter()).contains(Duration.ofSeconds(61));
        assertThat(sources.waits).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    @DisplayName("a failure of Stripe is asked again twice, and then given up")
    void failure(int status) {
        stripe.next.addAll(List.of(Answers.error(status, "no"), Answers.error(status, "no")));
        assertThat(read()).isNotEmpty();
        stripe.always(Answers.error(status, "no"));
        stripe.requests.clear();

        assertThat(refusal()).hasMessage("Stripe answers " + status);
        assertThat(stripe.requests).hasSize(3);
        assertThat(sources.waits.subList(0, 2)).containsExactly(millis(1000), millis(2000));
    }

    @Test
    @DisplayName("a connection that breaks is tried again twice, and then given up")
    void connection() {
        Answer hangUp = exchange -> {};
        stripe.next.addAll(List.of(hangUp, Answers.cut()));
        assertThat(read()).isNotEmpty();

        stripe.close();

        assertThat(refusal())
                .hasMessageStartingWith("Stripe cannot be reached: ")
                .hasNoCause();
    }

    @ParameterizedTest
    @CsvSource({"400", "401", "403", "404", "410"})
    @DisplayName("a refusal is not asked again")
    void refusals(int status) {
        stripe.always(Answers.error(status, "no"));

        assertThat(refusal()).hasMessageStartingWith("Stripe answers " + status);
        assertThat(stripe.requests).hasSize(1);
    }

    @Test
    @DisplayName("an interrupt ends a wait, and stays set; and the next call goes on")
    void interruptedWait() {
        var patience = new Patience(
                length -> {
                    throw new InterruptedException();
                },
                () -> 0,
                () -> 1);

        var failure = catchThrowableOfType(
                UnavailableException.class,
                () -> patience.ask(() -> {
                    throw StripeFault.passing(500, "no", 3);
                }));

        assertThat(failure).hasMessage("interrupted while Stripe was asked").hasNoCause();
        assertThat(Thread.interrupted()).isTrue();
    }

    private List<?> read() {
        return source.costs(TODAY.minusDays(5), NOW).lines();
    }

    private UnavailableException refusal() {
        var failure = catchThrowableOfType(UnavailableException.class, this::read);
        assertThat(failure).isNotNull();
        return failure;
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }
}
