package ai.levqor.ops.store.jdbc;

import org.junit.jupiter.api.DisplayName;

@DisplayName("fires on PostgreSQL")
class JdbcFireStoreOnPostgresTest extends JdbcFireStoreContract {

    JdbcFireStoreOnPostgresTest() {
        super(Databases.POSTGRESQL.fresh());
    }
}
