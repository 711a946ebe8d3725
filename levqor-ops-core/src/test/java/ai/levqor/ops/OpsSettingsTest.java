package ai.levqor.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.levqor.ops.engine.EngineSettings;
import ai.levqor.ops.policy.scale.StepSettings;
import ai.levqor.ops.spi.ConfigurationException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OpsSettingsTest {

    @Test
    @DisplayName("unset, everything is as the contract has it, and the admin routes are closed")
    void defaults() {
        var settings = OpsSettings.of(Map.of());

        assertThat(settings.step()).isEqualTo(StepSettings.DEFAULTS);
        assertThat(settings.engine()).isEqualTo(EngineSettings.DEFAULTS);
        assertThat(settings.http()).isEqualTo(new HttpSettings("", true, List.of()));
        assertThat(settings.dailySpendLimit()).isEmpty();
        assertThat(settings.currency()).isEqualTo("usd");
        assertThat(settings.latencyWindow()).isEqualTo(Duration.ofSeconds(60));
        assertThat(settings.failureWindow()).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.flagsFile()).isEqualTo(Path.of("config/flags.json"));
    }

    @Test
    @DisplayName("a builder call wins over a system property, that over the environment, that over the default")
    void precedence() {
        var environment = Map.of("OPS_WORKERS_MAX", "5", "OPS_WORKERS_MIN", "2", "OPS_TICK_EVERY", " 20s ");
        var properties = new Properties();
        properties.setProperty("levqor.ops.workers.max", "6");
        properties.setProperty("levqor.ops.workers.min", "3");

        var settings = OpsSettings.of(environment, properties, Map.of("OPS_WORKERS_MAX", "7"));

        assertThat(settings.step().limits()).isEqualTo(new StepSettings.Limits(3, 7));
        assertThat(settings.engine().tickEvery()).isEqualTo(Duration.ofSeconds(20));
        assertThat(settings.with(Map.of("OPS_WORKERS_MAX", "8")).step().limits().max())
                .isEqualTo(8);
        assertThat(settings.with(Map.of("OPS_WORKERS_MAX", "8")).step().limits().min())
                .isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DAILY_SPEND_LIMIT | abc",
                "DAILY_SPEND_LIMIT | -5",
                "DAILY_SPEND_LIMIT | 0",
                "DAILY_SPEND_LIMIT | 1e999999999",
                "DAILY_SPEND_LIMIT | NaN",
                "OPS_CURRENCY | USD",
                "OPS_CURRENCY | dollars",
                "OPS_WORKERS_MIN | 0",
                "OPS_WORKERS_MAX | -1",
                "OPS_WORKERS_MAX | 4.5",
                "OPS_WORKERS_MAX | 99999999999",
                "OPS_SCALE_DEPTH_ABOVE | -1",
                "OPS_SCALE_P95_ABOVE | 150",
                "OPS_SCALE_P95_ABOVE | 0ms",
                "OPS_IDLE_FOR | ten minutes",
                "OPS_TICK_EVERY | -15s",
                "OPS_HISTORY_SIZE | 0",
                "OPS_HTTP_PUBLIC_READS | yes",
                "OPS_HTTP_PREFIX | ops/",
                "OPS_HTTP_PREFIX | /ops/",
                "OPS_SPEND_SHARE | 0",
                "OPS_LATENCY_WINDOW | 2h",
                "OPS_FAILURE_WINDOW | 500ms",
            })
    @DisplayName("a value that breaks its rule stops the start, and the message names the setting and the value")
    void badValues(String variable, String value) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> OpsSettings.of(Map.of(variable, value)))
                .withMessageStartingWith(variable + " must be ")
                .withMessageContaining("'" + value + "'");
    }

    @Test
    @DisplayName("settings that contradict each other stop the start, and the message names both")
    void contradictions() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> OpsSettings.of(Map.of("OPS_WORKERS_MIN", "5")))
                .withMessage("OPS_WORKERS_MIN must be at most OPS_WORKERS_MAX, were 5 and 4");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> OpsSettings.of(Map.of("OPS_IDLE_P95_BELOW", "151ms")))
                .withMessage("OPS_IDLE_P95_BELOW must be at most OPS_SCALE_P95_ABOVE, were 151ms and 150ms");
    }

    @Test
    @DisplayName("two tokens are accepted while rotating")
    void rotatingTokens() {
        var http = OpsSettings.of(Map.of("ADMIN_TOKEN", "new-token-0123456789, old-token-0123456789"))
                .http();

        assertThat(http.adminTokens()).containsExactly("new-token-0123456789", "old-token-0123456789");
    }

    @ParameterizedTest
    @CsvSource({"short", "'long-enough-0123456789,'", "'long-enough-0123456789,short'", "'with spaces 0123456789'"})
    @DisplayName("a token that is too short stops the start, and is not repeated in the message")
    void badTokens(String tokens) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> OpsSettings.of(Map.of("ADMIN_TOKEN", tokens)))
                .withMessageStartingWith("ADMIN_TOKEN must be")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(tokens, "long-enough"));
    }

    @Test
    @DisplayName("a token shows in no text, and cannot be given on the command line")
    void tokensStaySecret() {
        var settings = OpsSettings.of(Map.of("ADMIN_TOKEN", "secret-token-0123456789"));

        assertThat(settings.toString() + settings.http()).doesNotContain("secret-token");
        assertThat(OpsSetting.ADMIN_TOKEN.property()).isEmpty();
    }

    @Test
    @DisplayName("the daily limit reaches the cost guard in the currency of the settings")
    void spendLimit() {
        var settings = OpsSettings.of(Map.of("DAILY_SPEND_LIMIT", "49.50", "OPS_CURRENCY", "eur"));

        assertThat(settings.step().costGuard()).isEqualTo(StepSettings.CostGuard.of(new BigDecimal("49.50"), "eur"));
    }

    @Test
    @DisplayName("a setting that does not exist cannot be overridden")
    void unknownOverride() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> OpsSettings.of(Map.of()).with(Map.of("OPS_WORKER_MAX", "8")))
                .withMessageContaining("OPS_WORKER_MAX");
    }

    @Test
    @DisplayName("a plug-in finds the environment by name, but never what is the host's own")
    void plugInsLookUpByName() {
        var settings = OpsSettings.of(Map.of("ACME_URL", " https://acme ", "JWT_SECRET", "the-hosts-own"));

        assertThat(settings.find("ACME_URL")).contains("https://acme");
        assertThat(settings.find("JWT_SECRET")).isEmpty();
        assertThat(settings.find("ABSENT")).isEmpty();
        assertThat(settings.find("OPS_WORKERS_MAX")).contains("4");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> settings.require("ABSENT"))
                .withMessageContaining("ABSENT");
    }

    @ParameterizedTest
    @EnumSource(OpsSetting.class)
    @DisplayName("every setting has a variable, a meaning, and a default that keeps its own rule")
    void everySetting(OpsSetting setting) {
        assertThat(OpsSetting.ofVariable(setting.variable())).contains(setting);
        assertThat(setting.meaning()).isNotBlank().doesNotEndWith(".");
        if (!setting.defaultValue().isEmpty()) {
            assertThat(OpsSettings.of(Map.of(setting.variable(), setting.defaultValue())))
                    .isNotNull();
        }
    }

    @Test
    @DisplayName("a slow tick widens the gap that breaks idleness to four ticks")
    void gapFollowsTheTick() {
        assertThat(OpsSettings.of(Map.of("OPS_TICK_EVERY", "60s")).step().pace().maxGap())
                .isEqualTo(Duration.ofMinutes(4));
    }
}
