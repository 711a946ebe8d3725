package ai.levqor.ops.alert;

import ai.levqor.ops.http.RemoteService;
import ai.levqor.ops.http.RemoteService.Limits;
import ai.levqor.ops.spi.SelfCheck;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.host.Alert;
import ai.levqor.ops.spi.host.Alert.Severity;
import ai.levqor.ops.spi.host.AlertChannel;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * Sends alerts as messages of a Telegram bot, as plain text. The first alert opens the HTTP client, none before.
 *
 * <p>The bot's token is a part of the address. What an exception says is the setting to look at, or the kind of the
 * failure.
 *
 * <p><b>Threading:</b> safe for many threads. <b>Time:</b> connecting, asking and reading the answer take the timeout
 * together, and no longer.
 */
final class TelegramChannel implements AlertChannel, SelfCheck {
    private static final int MOST_BYTES = 64 * 1024;
    private static final long LEAST_WAIT_SECONDS = 1;
    private static final long USUAL_WAIT_SECONDS = 30;
    private static final long LONGEST_WAIT_SECONDS = 300;
    private static final JsonMapper JSON = new JsonMapper();

    private final String bot;
    private final String chat;
    private final RemoteService telegram;

    /**
     * @param base where the Bot API is, without a slash at its end
     * @param token the bot's token; letters that an address may hold
     * @param chat the id of a chat, or the @name of a channel
     */
    TelegramChannel(String base, String token, String chat, Duration timeout) {
        this.bot = base + "/bot" + token;
        this.chat = chat;
        this.telegram = new RemoteService("Telegram", "TELEGRAM_BOT_TOKEN", new Limits(timeout, timeout, MOST_BYTES));
    }

    @Override
    public void send(Alert alert) {
        judge(telegram.ask(() -> request(alert)));
    }

    /** The token and the chat are good: Telegram tells of the chat. Nobody is told anything. */
    @Override
    public void selfCheck() {
        judge(telegram.ask(() -> post("getChat", JSON.createObjectNode().put("chat_id", chat))));
    }

    private HttpRequest request(Alert alert) {
        var message = JSON.createObjectNode().put("chat_id", chat).put("text", TelegramMessage.of(alert));
        message.putObject("link_preview_options").put("is_disabled", true);
        if (alert.severity() == Severity.INFO) {
            message.put("disable_notification", true);
        }
        return post("sendMessage", message);
    }

    private HttpRequest post(String method, ObjectNode body) {
        return HttpRequest.newBuilder(URI.create(bot + "/" + method))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))
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
}
