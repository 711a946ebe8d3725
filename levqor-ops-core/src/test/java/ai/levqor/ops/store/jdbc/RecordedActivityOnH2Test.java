package ai.levqor.ops.store.jdbc;

import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.DisplayName;

@DisplayName("recorded activity on H2")
class RecordedActivityOnH2Test extends RecordedActivityContract {

    RecordedActivityOnH2Test() {
        super(fresh());
    }

    private static DataSource fresh() {
        var h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        return h2;
    }
}
