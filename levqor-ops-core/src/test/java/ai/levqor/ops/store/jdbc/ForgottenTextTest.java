package ai.levqor.ops.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.spi.activity.DayRange;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForgottenTextTest {
    private static final DayRange DAY = DayRange.of(LocalDate.of(2026, 3, 29));

    @ParameterizedTest
    @CsvSource({
        "POSTGRESQL, TEXT",
        "POSTGRESQL, VARCHAR(40)",
        "MARIADB, TEXT",
        "MARIADB, VARCHAR(40)",
        "MARIADB, VARCHAR(400) CHARACTER SET latin1",
        "H2, VARCHAR",
        "H2, VARCHAR(40)"
    })
    @DisplayName("a user whose id is a text is forgotten by the first half of its hash, and nobody else is")
    void forgotten(Databases kind, String type) {
        var database = kind.fresh();
        var jdbi = Jdbi.create(database);
        jdbi.useHandle(handle -> {
            handle.execute("CREATE TABLE audit_log (user_id %s, happened_at %s)".formatted(type, kind.instant()));
            handle.execute("INSERT INTO audit_log VALUES ('zoë@example.org', '2026-03-29 12:00:00')");
        });
        var log = new JdbcActivityLog(database, ActivityTable.of("audit_log", "user_id", "happened_at"));
        var ledger = new RetentionLedger(log, LedgerSettings.DEFAULT);
        var zoe = new ArrayList<Long>();
        log.read(DAY, (high, low, day) -> zoe.addAll(List.of(high, low)));
        jdbi.useHandle(
                handle -> handle.execute("INSERT INTO audit_log VALUES ('bob@example.org', '2026-03-29 12:00:00')"));
        ledger.night(night -> {
            night.fillLastSeen(DAY);
            return 0;
        });

        ledger.forget(zoe.get(0) + 1, zoe.get(1));
        var before = kept(jdbi);
        ledger.forget(zoe.get(0), zoe.get(1));

        assertThat(before).isEqualTo(2);
        assertThat(kept(jdbi)).isEqualTo(1);
    }

    private static int kept(Jdbi jdbi) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT COUNT(*) FROM user_last_seen")
                .mapTo(Integer.class)
                .one());
    }
}
