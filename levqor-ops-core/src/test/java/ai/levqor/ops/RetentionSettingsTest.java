package ai.levqor.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.levqor.ops.engine.retention.RetentionSetup;
import ai.levqor.ops.spi.ConfigurationException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetentionSettingsTest {

    @Test
    @DisplayName("unset, days are of UTC, four hundred go back and two are looked at again")
    void defaults() {
        var settings = OpsSettings.of(Map.of());

        assertThat(settings.retention())
                .isEqualTo(
                        new RetentionSetup(ZoneId.of("UTC"), 400, 2, Optional.empty(), 10_000, Duration.ofSeconds(25)));
        assertThat(settings.activity().table()).isEmpty();
        assertThat(settings.activity().userColumn()).isEqualTo("user_id");
        assertThat(settings.activity().inDatabase()).isFalse();
        assertThat(settings.activity().mayWrite()).isTrue();
    }

    @Test
    @DisplayName("every setting reaches its place")
    void all() {
        var settings = OpsSettings.of(Map.ofEntries(
                Map.entry("OPS_ACTIVITY_TABLE", "audit.events"),
                Map.entry("OPS_ACTIVITY_USER_COLUMN", "actor"),
                Map.entry("OPS_ACTIVITY_TIME_COLUMN", "at"),
                Map.entry("OPS_ACTIVITY_TIME_TYPE", "epoch_ms"),
                Map.entry("OPS_ACTIVITY_ZONE", "Asia/Tokyo"),
                Map.entry("OPS_ACTIVITY_INGEST_COLUMN", "seq"),
                Map.entry("OPS_ACTIVITY_IDS", "in_database"),
                Map.entry("OPS_ACTIVITY_USERS_TABLE", "app.users"),
                Map.entry("OPS_ACTIVITY_USERS_COLUMN", "uid"),
                Map.entry("OPS_RETENTION_ZONE", "Europe/London"),
                Map.entry("OPS_RETENTION_TABLE", "ops.daily"),
                Map.entry("OPS_RETENTION_STATE_TABLE", "ops.seen"),
                Map.entry("OPS_RETENTION_WRITE", "never"),
                Map.entry("OPS_RETENTION_BACKFILL", "90d"),
                Map.entry("OPS_RETENTION_LATE", "0d"),
                Map.entry("OPS_RETENTION_COMPLETE_FROM", "2024-02-29"),
                Map.entry("OPS_ACTIVITY_BUFFER", "5"),
                Map.entry("OPS_JOBS_WAIT", "1s")));

        assertThat(settings.activity())
                .isEqualTo(new ActivitySettings(
                        Optional.of("audit.events"),
                        "actor",
                        "at",
                        "epoch_ms",
                        ZoneId.of("Asia/Tokyo"),
                        Optional.of("seq"),
                        true,
                        Optional.of("app.users"),
                        "uid",
                        "ops.daily",
                        "ops.seen",
                        false));
        assertThat(settings.retention())
                .isEqualTo(new RetentionSetup(
                        ZoneId.of("Europe/London"),
                        90,
                        0,
                        Optional.of(LocalDate.parse("2024-02-29")),
                        5,
                        Duration.ofSeconds(1)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "OPS_ACTIVITY_TABLE | audit log",
                "OPS_ACTIVITY_TABLE | a.b.c",
                "OPS_ACTIVITY_TABLE | x; drop table users",
                "OPS_ACTIVITY_TABLE | \"quoted\"",
                "OPS_ACTIVITY_TABLE | 1st",
                "OPS_ACTIVITY_USER_COLUMN | u.id",
                "OPS_ACTIVITY_USER_COLUMN | id--",
                "OPS_ACTIVITY_TIME_COLUMN | now()",
                "OPS_ACTIVITY_TIME_TYPE | seconds",
                "OPS_ACTIVITY_TIME_TYPE | AUTO",
                "OPS_ACTIVITY_ZONE | Mars/Olympus",
                "OPS_ACTIVITY_INGEST_COLUMN | a b",
                "OPS_ACTIVITY_IDS | nowhere",
                "OPS_ACTIVITY_USERS_TABLE | users u",
                "OPS_ACTIVITY_USERS_COLUMN | *",
                "OPS_RETENTION_ZONE | London",
                "OPS_RETENTION_ZONE | +25:00",
                "OPS_RETENTION_TABLE | a-b",
                "OPS_RETENTION_STATE_TABLE | .seen",
                "OPS_RETENTION_WRITE | always",
                "OPS_RETENTION_BACKFILL | 0d",
                "OPS_RETENTION_BACKFILL | 36h",
                "OPS_RETENTION_BACKFILL | 3661d",
                "OPS_RETENTION_LATE | 31d",
                "OPS_RETENTION_LATE | two days",
                "OPS_RETENTION_COMPLETE_FROM | 2023-02-29",
                "OPS_RETENTION_COMPLETE_FROM | 01.05.2024",
                "OPS_ACTIVITY_BUFFER | 0",
                "OPS_ACTIVITY_BUFFER | 10000001",
                "OPS_JOBS_WAIT | -1s",
            })
    @DisplayName("a value that breaks its rule stops the start, and the message names the setting and the value")
    void badValues(String variable, String value) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> OpsSettings.of(Map.of(variable, value)))
                .withMessageStartingWith(variable + " must be ")
                .withMessageContaining("'" + value + "'");
    }
}
