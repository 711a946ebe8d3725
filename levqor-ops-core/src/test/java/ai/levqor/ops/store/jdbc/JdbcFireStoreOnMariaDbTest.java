package ai.levqor.ops.store.jdbc;

import org.junit.jupiter.api.DisplayName;

@DisplayName("fires on MariaDB")
class JdbcFireStoreOnMariaDbTest extends JdbcFireStoreContract {

    JdbcFireStoreOnMariaDbTest() {
        super(Databases.MARIADB.fresh());
    }
}
