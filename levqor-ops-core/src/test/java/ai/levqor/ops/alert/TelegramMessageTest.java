package ai.levqor.ops.alert;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.spi.host.Alert;
import ai.levqor.ops.spi.host.Alert.Severity;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TelegramMessageTest {
    private static final String ROCKET = "\uD83D\uDE80";

    @Test
    @DisplayName("a message is its mark and title, its incident and time, and its text")
    void wholeMessage() {
        assertThat(text("inc-7", "title", "a\nb")).isEqualTo("⚠️ title\ninc-7 · 2026-11-23T09:00:01Z\na\nb");
    }

    @Test
    @DisplayName("what is empty takes no line")
    void shortMessage() {
        assertThat(text("", "title", " ")).isEqualTo("⚠️ title\n2026-11-23T09:00:01Z");
    }

    @Test
    @DisplayName("a long message is cut to what Telegram takes, between two characters")
    void cut() {
        var head = text("", "title", "x").length() - 1;
        var fits = "x".repeat(4096 - head);
        var pairs = ROCKET.repeat(3000);

        assertThat(text("", "title", fits)).hasSize(4096).endsWith("x");
        assertThat(text("", "title", fits + "x")).hasSize(4096).endsWith("x…");
        for (var text : new String[] {text("", "title", pairs), text("", "title", "x" + pairs)}) {
            assertThat(text).hasSizeBetween(4095, 4096).endsWith(ROCKET + "…");
        }
    }

    private static String text(String incident, String title, String text) {
        return TelegramMessage.of(
                new Alert(Instant.parse("2026-11-23T09:00:01.9Z"), Severity.WARNING, incident, title, text));
    }
}
