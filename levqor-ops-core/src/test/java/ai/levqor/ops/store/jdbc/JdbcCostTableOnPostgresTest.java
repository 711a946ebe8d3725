package ai.levqor.ops.store.jdbc;

import org.junit.jupiter.api.DisplayName;

@DisplayName("a host's costs on PostgreSQL")
class JdbcCostTableOnPostgresTest extends JdbcCostTableContract {

    JdbcCostTableOnPostgresTest() {
        super(Databases.POSTGRESQL.fresh());
    }
}
