package ai.levqor.ops.store.jdbc;

import ai.levqor.ops.spi.state.FireStore;
import ai.levqor.ops.spi.state.FireStoreContract;
import java.time.Clock;
import java.util.function.LongSupplier;
import javax.sql.DataSource;

/** Fires in a table promise what all fires promise. */
abstract class JdbcFireStoreContract extends FireStoreContract {
    private static final int KEPT = 100;

    private final DataSource database;

    JdbcFireStoreContract(DataSource database) {
        this.database = database;
    }

    @Override
    protected FireStore store(Clock clock, LongSupplier ticker) {
        return new JdbcFireStore(database, JdbcFireStore.TABLE, clock, ticker, KEPT);
    }

    @Override
    protected int mostKept() {
        return KEPT;
    }
}
