package ai.levqor.ops.store.jdbc;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.levqor.ops.spi.UnavailableException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("recorded activity on PostgreSQL")
class RecordedActivityOnPostgresTest extends RecordedActivityContract {
    private static @Nullable EmbeddedPostgres server;

    RecordedActivityOnPostgresTest() {
        super(fresh());
    }

    @BeforeAll
    static void start() throws IOException {
        server = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stop() throws IOException {
        running().close();
    }

    private static EmbeddedPostgres running() {
        if (server == null) {
            throw new IllegalStateException("PostgreSQL has not started");
        }
        return server;
    }

    private static DataSource fresh() {
        var database = running().getPostgresDatabase();
        Jdbi.create(database).useHandle(handle -> handle.execute("DROP TABLE IF EXISTS levqor_activity"));
        return database;
    }

    @Test
    @DisplayName("a role that may create no table is a fault that names the table")
    void noRight() {
        Jdbi.create(running().getPostgresDatabase()).useHandle(handle -> {
            handle.execute("DROP ROLE IF EXISTS guest");
            handle.execute("CREATE ROLE guest LOGIN");
        });

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> new RecordedActivity(running().getDatabase("guest", "postgres")).days())
                .withMessageContaining("levqor_activity")
                .withMessageContaining("42501");
    }
}
