package ai.levqor.ops.store.jdbc;

import org.junit.jupiter.api.DisplayName;

@DisplayName("leases on H2")
class JdbcLeaseStoreOnH2Test extends JdbcLeaseStoreContract {

    JdbcLeaseStoreOnH2Test() {
        super(Databases.H2.fresh());
    }
}
