package ai.levqor.ops.store.jdbc;

import org.junit.jupiter.api.DisplayName;

@DisplayName("a host's costs on H2")
class JdbcCostTableOnH2Test extends JdbcCostTableContract {

    JdbcCostTableOnH2Test() {
        super(Databases.H2.fresh());
    }
}
