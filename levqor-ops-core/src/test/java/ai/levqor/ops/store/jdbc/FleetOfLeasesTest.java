package ai.levqor.ops.store.jdbc;

import ai.levqor.ops.spi.state.LeaseFleet;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("a fleet of processes that wants the same lease in a table")
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FleetOfLeasesTest {

    @Test
    @DisplayName("has one holder at a time, though each is stopped for longer than its lease and goes on")
    void oneHolderAtATime() throws IOException, InterruptedException, SQLException {
        var database = RealPostgres.database();
        var place = RealPostgres.url("postgres", RealPostgres.nameOf(database));

        try (var connection = database.getConnection();
                var fleet = LeaseFleet.start(LeaseTaker.class, place)) {
            fleet.prove(new JdbcLeaseStore(OneConnection.of(connection), JdbcLeaseStore.TABLE));
        }
    }
}
