package ai.levqor.ops.alert;

import ai.levqor.ops.spi.host.Alert;
import ai.levqor.ops.spi.host.Alert.Severity;
import java.time.temporal.ChronoUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An alert as plain text: its mark and title, its incident and time, then its text. */
final class TelegramMessage {
    /** The longest text Telegram takes, in UTF-16 units. */
    static final int MOST_UNITS = 4096;

    private static final String CUT = "…";

    private TelegramMessage() {}

    static String of(Alert alert) {
        var about = alert.at().truncatedTo(ChronoUnit.SECONDS).toString();
        var lines = Stream.of(
                mark(alert.severity()) + " " + alert.title(),
                alert.incident().isEmpty() ? about : alert.incident() + " · " + about,
                alert.text());
        return cut(lines.filter(line -> !line.isBlank()).collect(Collectors.joining("\n")));
    }

    /** Told apart by shape, not by colour alone. */
    private static String mark(Severity severity) {
        return switch (severity) {
            case INFO -> "ℹ️";
            case WARNING -> "⚠️";
            case CRITICAL -> "🚨";
        };
    }

    private static String cut(String text) {
        if (text.length() <= MOST_UNITS) {
            return text;
        }
        var end = MOST_UNITS - CUT.length();
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + CUT;
    }
}
