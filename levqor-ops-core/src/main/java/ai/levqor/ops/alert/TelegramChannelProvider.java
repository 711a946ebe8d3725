package ai.levqor.ops.alert;

import ai.levqor.ops.http.BaseUrl;
import ai.levqor.ops.spi.Settings;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.host.AlertChannel;
import ai.levqor.ops.spi.host.AlertChannelProvider;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Alerts by Telegram, as soon as {@code TELEGRAM_BOT_TOKEN} and {@code TELEGRAM_CHAT_ID} are set. A token or a chat that
 * cannot be right is logged, and then fails each alert: a backend starts without its alerts, too.
 * {@code OPS_TELEGRAM_URL} is the address of another Bot API server; a wrong one stops the start. No message repeats a
 * value.
 */
public final class TelegramChannelProvider implements AlertChannelProvider {
    private static final Logger LOG = LoggerFactory.getLogger(TelegramChannelProvider.class);
    private static final String TOKEN = "TELEGRAM_BOT_TOKEN";
    private static final String CHAT = "TELEGRAM_CHAT_ID";
    private static final String URL = "OPS_TELEGRAM_URL";
    private static final String USUAL_URL = "https://api.telegram.org";
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Pattern TOKEN_RULE = Pattern.compile("[0-9]+:[A-Za-z0-9_-]{20,}");
    private static final Pattern CHAT_RULE = Pattern.compile("-?[0-9]+|@[A-Za-z0-9_]+");

    @Override
    public String id() {
        return "telegram";
    }

    @Override
    public Set<String> requiredSettings() {
        return Set.of(TOKEN, CHAT);
    }

    @Override
    public AlertChannel create(Settings settings) {
        var base = BaseUrl.of(URL, settings.find(URL).orElse(USUAL_URL), USUAL_URL);
        var token = settings.require(TOKEN);
        var chat = settings.require(CHAT);
        if (!TOKEN_RULE.matcher(token).matches()) {
            return broken(TOKEN + " must be digits, a colon, and 20 or more of A-Z, a-z, 0-9, _ and -");
        }
        if (!CHAT_RULE.matcher(chat).matches()) {
            return broken(CHAT + " must be the number of a chat, or the @name of a channel");
        }
        return new TelegramChannel(base, token, chat, TIMEOUT);
    }

    private static AlertChannel broken(String mistake) {
        LOG.warn("no alert will be sent: {}", mistake);
        return alert -> {
            throw new UnavailableException(mistake);
        };
    }
}
