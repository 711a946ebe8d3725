package ai.levqor.ops.engine.retention;

import static ai.levqor.ops.engine.retention.LoggedHistory.day;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.levqor.ops.engine.retention.RetentionPlan.Outcome;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.store.jdbc.BadWire;
import ai.levqor.ops.store.jdbc.Databases;
import ai.levqor.ops.store.jdbc.RealPostgres;
import java.io.IOException;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("a durable night over a bad wire")
class DurablePlanWireTest {
    private static final int HISTORY = 40;
    /** Some bytes beyond those of a handshake, and well within those of a night. */
    private static final int EARLY = 1_500;

    private final DataSource database = Databases.POSTGRESQL.fresh();
    private final LoggedHistory history =
            LoggedHistory.in(database, Databases.POSTGRESQL).withDays(0, HISTORY);

    @Test
    @DisplayName("wherever the wire tears, the night is there in whole or not at all, and the next try is exact")
    void torn() throws IOException {
        try (var wire = new BadWire(RealPostgres.port())) {
            var plan = DurablePlanDeathTest.plan(wire.to(RealPostgres.nameOf(database), 0), true);
            plan.bringUpTo(day(HISTORY - 1), progress -> {});

            var day = HISTORY;
            var torn = true;
            for (int bytes = EARLY; torn; bytes += bytes / 4, day++) {
                history.nextDay(day);
                var before = history.ledger();
                wire.tearAfter(bytes);
                bringUpOrFail(plan, day);
                torn = wire.wentBad();
                wire.mend();

                if (!history.ledger().equals(before)) {
                    history.assertFigures(plan, 0, day + 1);
                }
                assertThat(plan.bringUpTo(day(day), progress -> {}).outcome()).isEqualTo(Outcome.DONE);
                history.assertFigures(plan, 0, day + 1);
            }

            assertThat(day - HISTORY).as("tears").isGreaterThan(4);
            history.assertAll(plan, day);
        }
    }

    @Test
    @DisplayName("a wire that falls silent is a fault after the socket timeout, and does not keep the next night out")
    void silent() throws IOException {
        try (var wire = new BadWire(RealPostgres.port())) {
            var plan = DurablePlanDeathTest.plan(wire.to(RealPostgres.nameOf(database), 1), true);
            plan.bringUpTo(day(HISTORY - 1), progress -> {});
            history.nextDay(HISTORY);
            var before = history.ledger();

            wire.silenceAfter(EARLY);
            assertThatThrownBy(() -> plan.bringUpTo(day(HISTORY), progress -> {}))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("SQL state 08");
            wire.mend();

            assertThat(history.ledger()).isEqualTo(before);
            assertThat(plan.bringUpTo(day(HISTORY), progress -> {}).counted()).isEqualTo(1);
            history.assertAll(plan, HISTORY + 1);
        }
    }

    private static void bringUpOrFail(DurablePlan plan, int day) {
        try {
            plan.bringUpTo(day(day), progress -> {});
        } catch (UnavailableException e) {
            assertThat(e).hasMessageContaining("SQL state 08");
        }
    }
}
