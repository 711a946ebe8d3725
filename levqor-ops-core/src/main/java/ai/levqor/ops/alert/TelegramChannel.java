package ai.levqor.ops.alert;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.host.Alert;
import ai.levqor.ops.spi.host.Alert.Severity;
import ai.levqor.ops.spi.host.AlertChannel;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sends alerts as messages of a Telegram bot, as plain text. The first alert opens the HTTP client, none before.
 *
 * <p>The bot's token is a part of the address. So no failure of the HTTP client is kept as a cause or repeated in a
 * message: it may name the address. What an exception says is the setting to look at, or the kind of the failure. The
 * client logs each address when it is told to log for debugging; then nothing is sent.
 *
 * <p><b>Threading:</b> safe for many threads. <b>Time:</b> connecting, asking and reading the answer take the timeout
 * together, and no longer.
 */
final class TelegramChannel implements AlertChannel {
    private static final int MOST_BYTES = 64 * 1024;
    private static final long LEAST_WAIT_SECONDS = 1;
    private static final long USUAL_WAIT_SECONDS = 30;
    private static final long LONGEST_WAIT_SECONDS = 300;
    private static final String CLIENT_LOGGER = "jdk.internal.httpclient.debug";
    private static final List<String> CLIENT_LOG_PROPERTIES = List.of(CLIENT_LOGGER, "jdk.httpclient.HttpClient.log");
    private static final JsonMapper JSON = new JsonMapper();

    private final URI address;
    private final String chat;
    private final Duration timeout;
    private @Nullable HttpClient client;

    /**
     * @param base where the Bot API is, without a slash at its end
     * @param token the bot's token; letters that an address may hold
     * @param chat the id of a chat, or the @name of a channel
     */
    TelegramChannel(String base, String token, String chat, Duration timeout) {
        this.address = URI.create(base + "/bot" + token + "/sendMessage");
        this.chat = chat;
        this.timeout = timeout;
    }

    @Override
    public void send(Alert alert) {
        if (clientWouldLogTheToken()) {
            throw new UnavailableException("the JDK's HTTP client would log TELEGRAM_BOT_TOKEN: set the logger "
                    + CLIENT_LOGGER + " to INFO, and none of the properties " + CLIENT_LOG_PROPERTIES);
        }
        judge(ask(alert));
    }

    private static boolean clientWouldLogTheToken() {
        return System.getLogger(CLIENT_LOGGER).isLoggable(Level.DEBUG)
                || CLIENT_LOG_PROPERTIES.stream().anyMatch(name -> System.getProperty(name) != null);
    }

    private HttpResponse<byte[]> ask(Alert alert) {
        var answer = begin(alert);
        try {
            return answer.get(timeout.toNanos(), NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted while Telegram was asked");
        } catch (TimeoutException e) {
            throw new UnavailableException("Telegram did not answer within " + timeout.toMillis() + " ms");
        } catch (ExecutionException e) {
            throw unreachable(e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    private CompletableFuture<HttpResponse<byte[]>> begin(Alert alert) {
        try {
            return client().sendAsync(request(alert), head -> new BoundedBody(MOST_BYTES));
        } catch (RuntimeException e) {
            throw unreachable(e);
        }
    }

    private synchronized HttpClient client() {
        if (client == null) {
            var builder = HttpClient.newBuilder()
                    .version(Version.HTTP_1_1)
                    .followRedirects(Redirect.NEVER)
                    .connectTimeout(timeout);
            client = ("http".equalsIgnoreCase(address.getScheme())
                            ? builder.proxy(HttpClient.Builder.NO_PROXY)
                            : builder)
                    .build();
        }
        return client;
    }

    private HttpRequest request(Alert alert) {
        var message = JSON.createObjectNode().put("chat_id", chat).put("text", TelegramMessage.of(alert));
        message.putObject("link_preview_options").put("is_disabled", true);
        if (alert.severity() == Severity.INFO) {
            message.put("disable_notification", true);
        }
        return HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(message.toString()))
                .build();
    }

    private static void judge(HttpResponse<byte[]> answer) {
        switch (answer.statusCode()) {
            case 200 -> {
                if (!json(answer).path("ok").booleanValue()) {
                    throw new UnavailableException("Telegram's answer makes no sense");
                }
            }
            case 400, 403 ->
                throw refused(answer, "TELEGRAM_CHAT_ID must name a chat that is there and that the bot may write to");
            case 401 -> throw refused(answer, "TELEGRAM_BOT_TOKEN is refused");
            case 404 -> throw refused(answer, "TELEGRAM_BOT_TOKEN is refused, or OPS_TELEGRAM_URL is no Bot API");
            case 429 -> throw new UnavailableException("Telegram asks for a pause", pause(json(answer)));
            default -> throw new UnavailableException("Telegram answers " + answer.statusCode());
        }
    }

    private static JsonNode json(HttpResponse<byte[]> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    private static Duration pause(JsonNode answer) {
        var seconds = answer.path("parameters").path("retry_after").asLong(USUAL_WAIT_SECONDS);
        return Duration.ofSeconds(Math.max(LEAST_WAIT_SECONDS, Math.min(seconds, LONGEST_WAIT_SECONDS)));
    }

    private static UnavailableException refused(HttpResponse<?> answer, String mistake) {
        return new UnavailableException("Telegram answers " + answer.statusCode() + ": " + mistake);
    }

    private static UnavailableException unreachable(@Nullable Throwable failure) {
        var kind = failure == null ? "" : ": " + failure.getClass().getSimpleName();
        return new UnavailableException("Telegram cannot be reached" + kind);
    }
}
