package ai.levqor.ops.store.jdbc;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.levqor.ops.spi.UnavailableException;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("recorded activity on PostgreSQL")
class RecordedActivityOnPostgresTest extends RecordedActivityContract {
    RecordedActivityOnPostgresTest() {
        super(Databases.POSTGRESQL.fresh());
    }

    @Test
    @DisplayName("a role that may create no table is a fault that names the table")
    void noRight() {
        Jdbi.create(database()).useHandle(handle -> handle.execute("CREATE ROLE guest_of_activity LOGIN"));
        var guest = RealPostgres.as("guest_of_activity", RealPostgres.nameOf(database()));

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> new RecordedActivity(guest).days())
                .withMessageContaining("levqor_activity")
                .withMessageContaining("42501");
    }
}
