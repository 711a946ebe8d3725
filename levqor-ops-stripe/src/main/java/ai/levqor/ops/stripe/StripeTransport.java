package ai.levqor.ops.stripe;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import ai.levqor.ops.spi.UnavailableException;
import com.stripe.Stripe;
import com.stripe.net.HttpHeaders;
import com.stripe.net.StripeRequest;
import com.stripe.net.StripeResponse;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Carries the requests of Stripe's library over the JDK's HTTP client, which can be interrupted, and whose whole answer
 * has a time limit and a longest length. It reads only; opens nothing before the first request; follows no redirect; and
 * sends none of the headers by which the library tells Stripe of the machine and of the time that requests take. The
 * library gets good answers only, so that none of its exceptions, which hold the request's details, comes about.
 *
 * <p>The key is in a header. The JDK's client logs headers when it is told to log for debugging; then nothing is sent.
 */
final class StripeTransport extends com.stripe.net.HttpClient {
    private static final int MOST_BYTES = 8 * 1024 * 1024;
    private static final int TRIES_AFTER_A_PAUSE = 5;
    private static final int TRIES_AFTER_A_FAILURE = 3;
    private static final String CLIENT_LOGGER = "jdk.internal.httpclient.debug";
    private static final List<String> CLIENT_LOG_PROPERTIES = List.of(CLIENT_LOGGER, "jdk.httpclient.HttpClient.log");
    private static final List<String> SENT_HEADERS = List.of("Authorization", "Stripe-Version", "Accept");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,6}");

    private final Duration connectTimeout;
    private final Duration timeout;
    private @Nullable HttpClient client;

    /** @param timeout from the request to the end of its answer */
    StripeTransport(Duration connectTimeout, Duration timeout) {
        this.connectTimeout = connectTimeout;
        this.timeout = timeout;
    }

    @Override
    public StripeResponse request(StripeRequest request) {
        if (clientWouldLogTheKey()) {
            throw new UnavailableException("the JDK's HTTP client would log STRIPE_SECRET_KEY: set the logger "
                    + CLIENT_LOGGER + " to INFO, and none of the properties " + CLIENT_LOG_PROPERTIES);
        }
        var answer = ask(request);
        judge(answer);
        return new StripeResponse(answer.statusCode(), HttpHeaders.of(Map.of()), answer.body());
    }

    private static boolean clientWouldLogTheKey() {
        return System.getLogger(CLIENT_LOGGER).isLoggable(Level.DEBUG)
                || CLIENT_LOG_PROPERTIES.stream().anyMatch(name -> System.getProperty(name) != null);
    }

    private HttpResponse<String> ask(StripeRequest request) {
        var answer = begin(request);
        try {
            return answer.get(timeout.toNanos(), NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Patience.interrupted();
        } catch (TimeoutException e) {
            throw StripeFault.passing(
                    0, "Stripe did not answer within " + timeout.toMillis() + " ms", TRIES_AFTER_A_FAILURE);
        } catch (ExecutionException e) {
            throw unreachable(e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    private CompletableFuture<HttpResponse<String>> begin(StripeRequest request) {
        try {
            return client(request.url().getProtocol()).sendAsync(converted(request), head -> new PageBody(MOST_BYTES));
        } catch (RuntimeException e) {
            throw unreachable(e);
        }
    }

    private synchronized HttpClient client(String protocol) {
        if (client == null) {
            var builder = HttpClient.newBuilder()
                    .version(Version.HTTP_1_1)
                    .followRedirects(Redirect.NEVER)
                    .connectTimeout(connectTimeout);
            client = ("http".equalsIgnoreCase(protocol) ? builder.proxy(HttpClient.Builder.NO_PROXY) : builder).build();
        }
        return client;
    }

    private static HttpRequest converted(StripeRequest request) {
        var converted = HttpRequest.newBuilder(URI.create(request.url().toString()))
                .header("User-Agent", "Stripe/v1 JavaBindings/" + Stripe.VERSION + " levqor-ops")
                .GET();
        for (var name : SENT_HEADERS) {
            request.headers().firstValue(name).ifPresent(value -> converted.header(name, value));
        }
        return converted.build();
    }

    private static void judge(HttpResponse<String> answer) {
        var status = answer.statusCode();
        switch (status) {
            case 200 -> {}
            case 401 -> throw refused(status, "STRIPE_SECRET_KEY is refused");
            case 403 ->
                throw refused(
                        status,
                        "STRIPE_SECRET_KEY may not read this; a restricted key needs the"
                                + " permission to read balance transactions, and for OPS_STRIPE_BASIS=charges charges too");
            case 400 -> throw refused(status, "it does not understand what was asked");
            case 404 -> throw refused(status, "OPS_STRIPE_URL is no interface of Stripe");
            case 429 -> throw StripeFault.pause(retryAfter(answer), TRIES_AFTER_A_PAUSE);
            default ->
                throw status >= 500
                        ? StripeFault.passing(status, "Stripe answers " + status, TRIES_AFTER_A_FAILURE)
                        : StripeFault.lasting(status, "Stripe answers " + status);
        }
    }

    private static StripeFault refused(int status, String mistake) {
        return StripeFault.lasting(status, "Stripe answers " + status + ": " + mistake);
    }

    private static Optional<Duration> retryAfter(HttpResponse<?> answer) {
        return answer.headers()
                .firstValue("Retry-After")
                .filter(value -> SECONDS.matcher(value).matches())
                .map(value -> Duration.ofSeconds(Math.max(1, Long.parseLong(value))));
    }

    private static StripeFault unreachable(@Nullable Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PageBody.TooLong) {
                return StripeFault.lasting(0, "Stripe's answer makes no sense: it is longer than 8 MB");
            }
        }
        var kind = failure == null ? "" : ": " + failure.getClass().getSimpleName();
        return StripeFault.passing(0, "Stripe cannot be reached" + kind, TRIES_AFTER_A_FAILURE);
    }
}
