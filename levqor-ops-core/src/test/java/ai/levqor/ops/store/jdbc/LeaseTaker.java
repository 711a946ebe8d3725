package ai.levqor.ops.store.jdbc;

import ai.levqor.ops.spi.state.LeaseContender;
import java.io.IOException;
import java.sql.SQLException;
import org.postgresql.ds.PGSimpleDataSource;

/** Another process that wants a lease: {@code URL OWNER LENGTH}. It is on one connection, as from a pool. */
final class LeaseTaker {
    private LeaseTaker() {}

    public static void main(String[] args) throws IOException, SQLException {
        var database = new PGSimpleDataSource();
        database.setUrl(args[0]);
        try (var connection = database.getConnection()) {
            LeaseContender.run(
                    new JdbcLeaseStore(OneConnection.of(connection), JdbcLeaseStore.TABLE), args[1], args[2]);
        }
    }
}
