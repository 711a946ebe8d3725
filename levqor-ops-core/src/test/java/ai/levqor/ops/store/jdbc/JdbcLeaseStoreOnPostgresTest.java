package ai.levqor.ops.store.jdbc;

import org.junit.jupiter.api.DisplayName;

@DisplayName("leases on PostgreSQL")
class JdbcLeaseStoreOnPostgresTest extends JdbcLeaseStoreContract {

    JdbcLeaseStoreOnPostgresTest() {
        super(Databases.POSTGRESQL.fresh());
    }
}
