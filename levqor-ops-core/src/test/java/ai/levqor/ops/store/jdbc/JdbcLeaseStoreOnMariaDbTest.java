package ai.levqor.ops.store.jdbc;

import org.junit.jupiter.api.DisplayName;

@DisplayName("leases on MariaDB")
class JdbcLeaseStoreOnMariaDbTest extends JdbcLeaseStoreContract {

    JdbcLeaseStoreOnMariaDbTest() {
        super(Databases.MARIADB.fresh());
    }
}
