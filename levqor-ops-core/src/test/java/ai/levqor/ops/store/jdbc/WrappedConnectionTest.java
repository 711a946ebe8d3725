package ai.levqor.ops.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.spi.activity.DayRange;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.PGConnection;

@DisplayName("a log whose connections come from a pool")
class WrappedConnectionTest {
    private static final DayRange DAYS = new DayRange(LocalDate.of(2026, 3, 28), LocalDate.of(2026, 4, 1));

    @ParameterizedTest
    @CsvSource({
        "BIGINT, '1', TIMESTAMP WITH TIME ZONE",
        "BIGINT, '-9223372036854775808', DATE",
        "UUID, '0f8fad5b-d9cb-469f-a165-70867728950e', TIMESTAMP",
        "TEXT, 'zoë', TIMESTAMP WITH TIME ZONE",
        "VARCHAR(40), '', TEXT"
    })
    @DisplayName(
            "is copied where the pool shows its connections, read by a cursor where it does not, and is the same log")
    void alike(String userType, String user, String timeType) {
        var database = RealPostgres.database();
        Jdbi.create(database).useHandle(handle -> {
            handle.execute("CREATE TABLE audit_log (user_id %s, happened_at %s)".formatted(userType, timeType));
            handle.execute(
                    "INSERT INTO audit_log SELECT CAST(u AS %1$s), CAST(t AS %2$s) FROM (VALUES (?, '2026-03-28 00:00:00'), (?, '2026-03-31 23:59:59.999999'), (NULL, '2026-03-29 12:00:00'), (?, NULL), (?, '2026-04-01 00:00:00')) AS x (u, t)"
                            .formatted(userType, timeType),
                    user,
                    user,
                    user,
                    user);
        });
        var shown = new ArrayList<Class<?>>();

        var bare = seen(database);
        var twiceWrapped = seen(Wrapped.open(Wrapped.open(database, type -> {}), shown::add));
        var hidden = seen(Wrapped.closed(database));

        assertThat(bare).hasSize(2);
        assertThat(twiceWrapped).isEqualTo(bare);
        assertThat(hidden).isEqualTo(bare);
        assertThat(shown).containsExactly(PGConnection.class);
    }

    private static List<String> seen(DataSource database) {
        var all = new TreeSet<String>();
        new JdbcActivityLog(database, ActivityTable.of("audit_log", "user_id", "happened_at"))
                .read(DAYS, (high, low, day) -> all.add(day + " " + high + " " + low));
        return List.copyOf(all);
    }
}
