package ai.levqor.ops.store.jdbc;

import org.junit.jupiter.api.DisplayName;

@DisplayName("fires on H2")
class JdbcFireStoreOnH2Test extends JdbcFireStoreContract {

    JdbcFireStoreOnH2Test() {
        super(Databases.H2.fresh());
    }
}
