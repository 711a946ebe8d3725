package ai.levqor.ops.stripe;

import static ai.levqor.ops.stripe.StripeObject.payment;
import static ai.levqor.ops.stripe.Times.NOW;
import static ai.levqor.ops.stripe.Times.TODAY;
import static ai.levqor.ops.stripe.Times.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.billing.BillingSource;
import com.stripe.Stripe;
import com.stripe.StripeClient;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StripeTransportTest {
    private final FakeStripe stripe = new FakeStripe();
    private final Secrets secrets = new Secrets("secret4");

    StripeTransportTest() throws IOException {
        stripe.with(payment("txn_1", at("19T10:00:00"), 100_00, 3_20));
    }

    @AfterEach
    void close() {
        stripe.close();
        secrets.close();
    }

    @Test
    @DisplayName("a request carries the key and the library's version, and nothing of the machine or of times, ever")
    void headers() throws InterruptedException {
        var source = new Sources().of(stripe, "fees");

        for (var times = 0; times < 3; times++) {
            read(source);

            var headers = stripe.requests.take().headers();
            assertThat(headers)
                    .containsEntry("authorization", "Bearer " + FakeStripe.TEST_KEY)
                    .containsEntry("stripe-version", Stripe.API_VERSION)
                    .containsEntry("user-agent", "Stripe/v1 JavaBindings/" + Stripe.VERSION + " levqor-ops");
            assertThat(headers.keySet()).noneMatch(name -> name.startsWith("x-") || name.equals("idempotency-key"));
        }
    }

    @Test
    @DisplayName("the library's statics stay as they are")
    void statics() {
        var before = Stripe.enableTelemetry;

        read(new Sources().of(stripe, "fees"));

        assertThat(Stripe.apiKey).isNull();
        assertThat(Stripe.enableTelemetry).isEqualTo(before).isTrue();
        assertThat(Stripe.getApiBase()).isEqualTo("https://api.stripe.com");
    }

    @Test
    @DisplayName("an interrupt ends the wait for an answer at once, and stays set; and the next call goes on")
    void interrupted() throws Exception {
        var asked = new CountDownLatch(1);
        stripe.next.add(Answers.stall(asked));
        var source = new Sources().of(stripe, "fees");
        var failed = new CompletableFuture<UnavailableException>();
        var stillSet = new CompletableFuture<Boolean>();
        var reader = new Thread(() -> {
            failed.complete(refusal(source));
            stillSet.complete(Thread.currentThread().isInterrupted());
        });
        reader.start();
        asked.await();

        reader.interrupt();

        assertThat(failed.get())
                .hasMessage("interrupted while Stripe was asked")
                .hasNoCause();
        assertThat(stillSet.get()).isTrue();
        secrets.assertKept(failed.get(), source);
        assertThat(Sources.amounts(source.costs(TODAY.minusDays(5), NOW))).hasSize(1);
    }

    @Test
    @DisplayName("an answer that does not come in time is tried again, and then given up")
    void stall() {
        stripe.always(Answers.stall(new CountDownLatch(1)));
        var client = StripeClient.builder()
                .setApiKey(FakeStripe.TEST_KEY)
                .setApiBase(stripe.url())
                .setHttpClient(new StripeTransport(Duration.ofSeconds(3), Duration.ofMillis(200)))
                .build();
        var patience = new Patience(length -> {}, () -> 0, () -> 1);
        var source = new StripeBilling(StripeBasis.FEES, new TransactionListing(client, patience));

        var failure = refusal(source);

        assertThat(failure).hasMessage("Stripe did not answer within 200 ms").hasNoCause();
        assertThat(stripe.requests).hasSize(3);
        secrets.assertKept(failure, source, client);
    }

    @Test
    @DisplayName("nothing is sent while the JDK's HTTP client logs headers")
    void clientThatLogs() {
        var logger = java.util.logging.Logger.getLogger("jdk.internal.httpclient.debug");
        var source = new Sources().of(stripe, "fees");
        try {
            logger.setLevel(java.util.logging.Level.FINE);

            var byLogger = refusal(source);
            logger.setLevel(null);
            System.setProperty("jdk.httpclient.HttpClient.log", "headers");
            var byProperty = refusal(source);

            assertThat(byLogger).hasMessageContaining("set the logger jdk.internal.httpclient.debug to INFO");
            assertThat(byProperty).hasMessage(byLogger.getMessage());
            assertThat(stripe.requests).isEmpty();
        } finally {
            logger.setLevel(null);
            System.clearProperty("jdk.httpclient.HttpClient.log");
        }
    }

    @Test
    @DisplayName("a notice that the server sends for the log is not logged")
    void notice() {
        stripe.next.add(exchange -> {
            exchange.getResponseHeaders().set("Stripe-Notice", "secret4 " + FakeStripe.TEST_KEY);
            Answers.json(200, "garbage").send(exchange);
        });
        var source = new Sources().of(stripe, "fees");

        secrets.assertKept(refusal(source), source);
    }

    private static void read(BillingSource source) {
        source.costs(TODAY.minusDays(5), NOW);
    }

    private static UnavailableException refusal(BillingSource source) {
        var failure = catchThrowableOfType(UnavailableException.class, () -> read(source));
        assertThat(failure).isNotNull();
        return failure;
    }
}
