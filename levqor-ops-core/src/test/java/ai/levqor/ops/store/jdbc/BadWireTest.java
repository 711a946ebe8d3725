package ai.levqor.ops.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.activity.DayRange;
import java.io.IOException;
import java.time.LocalDate;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("a log behind a bad wire")
class BadWireTest {
    private static final DayRange DAY = DayRange.of(LocalDate.of(2026, 3, 29));
    private static final int ROWS = 100_000;
    /** In the midst of the rows, whichever way they come. */
    private static final int MIDST = 200_000;

    private final DataSource database = RealPostgres.database();
    private final String name = RealPostgres.nameOf(database);
    private BadWire wire;

    @BeforeEach
    void log() throws IOException {
        wire = new BadWire(RealPostgres.port());
        Jdbi.create(database).useHandle(handle -> {
            handle.execute("CREATE TABLE audit_log (user_id BIGINT, happened_at TIMESTAMP WITH TIME ZONE)");
            handle.execute(
                    "INSERT INTO audit_log SELECT n, TIMESTAMP WITH TIME ZONE '2026-03-29 12:00:00+00' FROM generate_series(1, ?) n",
                    ROWS);
        });
    }

    @AfterEach
    void mend() throws IOException {
        wire.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName(
            "a wire that tears in the midst of the rows is a fault; the next read has them all, and no session is left")
    void torn(boolean copies) {
        var log = log(wire.to(name, 0), copies);
        assertThat(rows(log)).isEqualTo(ROWS);

        wire.tearAfter(MIDST);
        assertThatThrownBy(() -> rows(log))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("cannot be read to its end")
                .hasMessageContaining("SQL state 08");
        assertThat(wire.wentBad()).isTrue();
        wire.mend();

        assertThat(rows(log)).isEqualTo(ROWS);
        awaitNoOtherSession();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName(
            "a wire that falls silent in the midst of the rows is a fault once the driver's socket timeout is over")
    void silent(boolean copies) {
        var log = log(wire.to(name, 1), copies);

        wire.silenceAfter(MIDST);
        assertThatThrownBy(() -> rows(log))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("SQL state 08");
        assertThat(wire.wentBad()).isTrue();
        wire.mend();

        assertThat(rows(log)).isEqualTo(ROWS);
        awaitNoOtherSession();
    }

    @Test
    @DisplayName("a wire that tears while gaps are counted is a fault, and the next count is whole")
    void tornCount() {
        var log = log(wire.to(name, 0), true);

        wire.tearAfter(MIDST);
        assertThatThrownBy(() -> log.gaps(DAY, (day, gap, users) -> {})).isInstanceOf(UnavailableException.class);
        wire.mend();

        var counted = new long[1];
        log.gaps(DAY, (day, gap, users) -> counted[0] += users);
        assertThat(counted[0]).isEqualTo(ROWS);
        awaitNoOtherSession();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("a read that is interrupted ends soon, says so, and leaves the thread interrupted and no session")
    void interrupted(boolean copies) {
        var log = log(wire.to(name, 0), copies);
        var rows = new int[1];

        try {
            assertThatThrownBy(() -> log.read(DAY, (high, low, day) -> {
                        if (++rows[0] == 1000) {
                            Thread.currentThread().interrupt();
                        }
                    }))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("interrupted");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }

        assertThat(rows[0]).isLessThan(ROWS);
        assertThat(rows(log)).isEqualTo(ROWS);
        awaitNoOtherSession();
    }

    private static JdbcActivityLog log(DataSource source, boolean copies) {
        return new JdbcActivityLog(
                copies ? source : Wrapped.closed(source), ActivityTable.of("audit_log", "user_id", "happened_at"));
    }

    private static int rows(JdbcActivityLog log) {
        var rows = new int[1];
        log.read(DAY, (high, low, day) -> rows[0]++);
        return rows[0];
    }

    /** The server notices a client that has gone when it next tries to tell it something. */
    private void awaitNoOtherSession() {
        Jdbi.create(database).useHandle(handle -> {
            var others = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database()";
            while (handle.createQuery(others).mapTo(Integer.class).one() > 1) {
                Thread.onSpinWait();
            }
        });
    }
}
