package ai.levqor.ops.store.jdbc;

import ai.levqor.ops.spi.state.LeaseStore;
import ai.levqor.ops.spi.state.LeaseStoreContract;
import java.time.Duration;
import javax.sql.DataSource;

/** Leases in a table promise what all leases promise. */
abstract class JdbcLeaseStoreContract extends LeaseStoreContract {
    private final DataSource database;
    private final LeaseStore time;

    JdbcLeaseStoreContract(DataSource database) {
        this.database = SmallPool.of(database);
        this.time = store();
    }

    @Override
    protected final LeaseStore store() {
        return new JdbcLeaseStore(database, JdbcLeaseStore.TABLE);
    }

    @Override
    protected Duration length() {
        return Duration.ofMillis(100);
    }

    @Override
    protected void passes(Duration passed) {
        letPass(time, passed);
    }

    @Override
    protected long elapsed() {
        return System.nanoTime();
    }
}
