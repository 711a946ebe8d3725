package ai.levqor.ops.examples.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ShopDatabaseTest {
    private static final Clock THURSDAY = Clock.fixed(Instant.parse("2026-03-05T14:30:00Z"), ZoneOffset.UTC);
    private static final String EVERYTHING =
            "SELECT user_id || ' ' || action || ' ' || occurred_at FROM audit_log ORDER BY id";
    private static final String BY_DAY = "SELECT on_day || ' ' || COUNT(DISTINCT user_id) FROM"
            + " (SELECT CAST(occurred_at AT TIME ZONE 'UTC' AS DATE) AS on_day, user_id FROM audit_log)"
            + " GROUP BY on_day ORDER BY on_day";

    private final Path folder;

    ShopDatabaseTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    @DisplayName("a new shop has a past of so many days, up to yesterday, and every day somebody came")
    void past() throws SQLException {
        try (var shop = ShopDatabase.open(folder, THURSDAY, 40)) {
            var days = ask(shop, BY_DAY);

            assertThat(days).hasSize(40).noneMatch(day -> day.endsWith(" 0"));
            assertThat(days.get(0)).startsWith("2026-01-24 ");
            assertThat(days.get(39)).startsWith("2026-03-04 ");
        }
    }

    @Test
    @DisplayName("it grows, rests at weekends and at night, and its customers leave and return")
    void believable() throws SQLException {
        try (var shop = ShopDatabase.open(folder, THURSDAY, ShopDatabase.DAYS)) {
            var active = ask(shop, BY_DAY).stream()
                    .map(day -> Integer.parseInt(day.substring(day.indexOf(' ') + 1)))
                    .toList();
            var hours = ask(shop, "SELECT DISTINCT EXTRACT(HOUR FROM occurred_at) FROM audit_log");
            var returned = ask(shop, """
                    SELECT COUNT(DISTINCT user_id) FROM (SELECT user_id, occurred_at,
                    LAG(occurred_at) OVER (PARTITION BY user_id ORDER BY occurred_at) AS before FROM audit_log)
                    WHERE occurred_at > DATEADD('DAY', 30, before)""");
            var gone = ask(shop, """
                    SELECT COUNT(*) FROM (SELECT user_id FROM audit_log GROUP BY user_id
                    HAVING MAX(occurred_at) < TIMESTAMP WITH TIME ZONE '2026-02-03 00:00:00Z')""");

            assertThat(week(active, 16)).isGreaterThan(2 * week(active, 3));
            assertThat(active.get(116)).as("Sunday").isLessThan(active.get(118) * 3 / 4);
            assertThat(hours).hasSizeBetween(20, 21).doesNotContain("2", "3", "4");
            assertThat(Integer.parseInt(returned.get(0))).isGreaterThan(100);
            assertThat(Integer.parseInt(gone.get(0))).isGreaterThan(500);
        }
    }

    private static int week(List<Integer> active, int week) {
        return IntStream.range(7 * week, 7 * week + 7).map(active::get).sum();
    }

    @Test
    @DisplayName(
            "the next start keeps what is there and adds the days since, the same as if it had been open all along")
    void toppedUp() throws SQLException {
        List<String> later;
        try (var shop = ShopDatabase.open(folder.resolve("a"), THURSDAY, 20)) {
            shop.ordered();
        }
        try (var shop = ShopDatabase.open(folder.resolve("a"), inDays(10), 20)) {
            assertThat(ask(shop, "SELECT occurred_at FROM audit_log WHERE action = 'order'"))
                    .containsExactly("2026-03-05 14:30:00+00");
            later = ask(shop, EVERYTHING.replace("ORDER", "WHERE action <> 'order' ORDER"));
        }
        try (var shop = ShopDatabase.open(folder.resolve("b"), inDays(10), 30)) {
            assertThat(later).isEqualTo(ask(shop, EVERYTHING));
        }
    }

    @Test
    @DisplayName("a clock that was set back adds nothing and takes nothing away")
    void clockSetBack() throws SQLException {
        List<String> before;
        try (var shop = ShopDatabase.open(folder, THURSDAY, 5)) {
            before = ask(shop, EVERYTHING);
        }
        try (var shop = ShopDatabase.open(folder, inDays(-3), 5)) {
            assertThat(ask(shop, EVERYTHING)).isNotEmpty().isEqualTo(before);
        }
    }

    @Test
    @DisplayName("an order is one more line of a customer who is there")
    void ordered() throws SQLException {
        try (var shop = ShopDatabase.open(folder, THURSDAY, 2)) {
            for (var i = 0; i < 50; i++) {
                shop.ordered();
            }

            assertThat(ask(
                            shop,
                            "SELECT COUNT(*) FROM audit_log l JOIN users u ON u.id = l.user_id WHERE action = 'order'"))
                    .containsExactly("50");
        }
    }

    @Test
    @DisplayName("who is a customer is made up, with an address that cannot exist")
    void madeUp() throws SQLException {
        try (var shop = ShopDatabase.open(folder, THURSDAY, 2)) {
            assertThat(ask(shop, "SELECT email FROM users"))
                    .isNotEmpty()
                    .allMatch(email -> email.matches("customer\\d+@example\\.com"));
        }
    }

    @Test
    @DisplayName("a reader that is interrupted leaves the database open for the others")
    void interrupted() throws Exception {
        try (var shop = ShopDatabase.open(folder, THURSDAY, 60)) {
            var counts = ask(shop, BY_DAY);
            for (var i = 0; i < 20; i++) {
                var reader = new FutureTask<>(() -> {
                    Thread.currentThread().interrupt();
                    return ask(shop, EVERYTHING);
                });
                new Thread(reader).start();
                assertThat(reader.get()).hasSizeGreaterThan(1_000);
            }
            shop.ordered();

            assertThat(ask(shop, BY_DAY)).startsWith(counts.toArray(String[]::new));
        }
    }

    @Test
    @DisplayName("a file that is no database is named, with the option that chooses another folder")
    void broken() throws Exception {
        Files.writeString(folder.resolve("shop.mv.db"), "nothing of the kind");

        assertThatThrownBy(() -> ShopDatabase.open(folder, THURSDAY, 2))
                .isInstanceOf(StartException.class)
                .hasMessageContainingAll(folder.toString(), "--data DIR");
    }

    private static Clock inDays(int days) {
        return Clock.offset(THURSDAY, Duration.ofDays(days));
    }

    private static List<String> ask(ShopDatabase shop, String sql) throws SQLException {
        try (var connection = shop.dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var all = new ArrayList<String>();
            while (rows.next()) {
                all.add(rows.getString(1));
            }
            return all;
        }
    }
}
