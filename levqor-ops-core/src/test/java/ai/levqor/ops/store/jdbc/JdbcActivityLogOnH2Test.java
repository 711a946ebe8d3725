package ai.levqor.ops.store.jdbc;

import org.junit.jupiter.api.DisplayName;

@DisplayName("a host's log on H2")
class JdbcActivityLogOnH2Test extends JdbcActivityLogContract {

    JdbcActivityLogOnH2Test() {
        super(Databases.H2.fresh());
    }
}
