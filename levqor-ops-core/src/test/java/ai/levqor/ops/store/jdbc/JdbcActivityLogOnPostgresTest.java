package ai.levqor.ops.store.jdbc;

import org.junit.jupiter.api.DisplayName;

@DisplayName("a host's log on PostgreSQL")
class JdbcActivityLogOnPostgresTest extends JdbcActivityLogContract {

    JdbcActivityLogOnPostgresTest() {
        super(Databases.POSTGRESQL.fresh());
    }
}
