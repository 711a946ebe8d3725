package ai.levqor.ops.store.jdbc;

import org.junit.jupiter.api.DisplayName;

@DisplayName("a host's costs on MariaDB")
class JdbcCostTableOnMariaDbTest extends JdbcCostTableContract {

    JdbcCostTableOnMariaDbTest() {
        super(Databases.MARIADB.fresh());
    }
}
