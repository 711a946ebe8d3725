package ai.levqor.ops.http;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import ai.levqor.ops.spi.UnavailableException;
import java.lang.System.Logger.Level;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A service that is told a secret with each request, in its address or in a header. The first request opens the HTTP
 * client, none before.
 *
 * <p>No failure of the HTTP client is kept as a cause or repeated in a message: it may name the address. What an exception
 * says is the kind of the failure. The client logs addresses and headers when it is told to log for debugging; then nothing
 * is sent. No redirect is followed.
 *
 * <p><b>Threading:</b> safe for many threads. <b>Time:</b> connecting, asking and reading the answer take the given time
 * together, and no longer.
 */
public final class RemoteService {
    private static final String CLIENT_LOGGER = "jdk.internal.httpclient.debug";
    private static final List<String> CLIENT_LOG_PROPERTIES = List.of(CLIENT_LOGGER, "jdk.httpclient.HttpClient.log");

    private final String name;
    private final String secret;
    private final Limits limits;
    private @Nullable HttpClient client;

    /**
     * How long and how much.
     *
     * @param connect for the connection
     * @param whole for all of it, to the end of the answer
     * @param bytes of the answer that are read; the rest of a longer one is left
     */
    public record Limits(Duration connect, Duration whole, int bytes) {}

    /**
     * A service.
     *
     * @param name for messages
     * @param secret the setting that holds the secret, for messages
     */
    public RemoteService(String name, String secret, Limits limits) {
        this.name = name;
        this.secret = secret;
        this.limits = limits;
    }

    /**
     * Asks, and gives the answer whatever its status.
     *
     * @param request made when it is needed, so that nothing that it throws is repeated
     * @throws UnavailableException if there is no answer, or the thread is interrupted; the interrupt stays
     */
    public HttpResponse<byte[]> ask(Supplier<HttpRequest> request) {
        if (clientWouldLogTheSecret()) {
            throw new UnavailableException("the JDK's HTTP client would log " + secret + ": set the logger "
                    + CLIENT_LOGGER + " to INFO, and none of the properties " + CLIENT_LOG_PROPERTIES);
        }
        var answer = begin(request);
        try {
            return answer.get(limits.whole().toNanos(), NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted while " + name + " was asked");
        } catch (TimeoutException e) {
            throw new UnavailableException(
                    name + " did not answer within " + limits.whole().toMillis() + " ms");
        } catch (ExecutionException e) {
            throw unreachable(e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    private static boolean clientWouldLogTheSecret() {
        return System.getLogger(CLIENT_LOGGER).isLoggable(Level.DEBUG)
                || CLIENT_LOG_PROPERTIES.stream().anyMatch(property -> System.getProperty(property) != null);
    }

    private CompletableFuture<HttpResponse<byte[]>> begin(Supplier<HttpRequest> request) {
        try {
            var made = request.get();
            return client(made).sendAsync(made, head -> new BoundedBody(limits.bytes()));
        } catch (RuntimeException e) {
            throw unreachable(e);
        }
    }

    /** All requests go to the same place. */
    private synchronized HttpClient client(HttpRequest first) {
        if (client == null) {
            var builder = HttpClient.newBuilder()
                    .version(Version.HTTP_1_1)
                    .followRedirects(Redirect.NEVER)
                    .connectTimeout(limits.connect());
            client = ("http".equalsIgnoreCase(first.uri().getScheme())
                            ? builder.proxy(HttpClient.Builder.NO_PROXY)
                            : builder)
                    .build();
        }
        return client;
    }

    private UnavailableException unreachable(@Nullable Throwable failure) {
        var kind = failure == null ? "" : ": " + failure.getClass().getSimpleName();
        return new UnavailableException(name + " cannot be reached" + kind);
    }
}
