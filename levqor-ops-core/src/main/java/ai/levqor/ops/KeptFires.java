package ai.levqor.ops;

import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.state.FireStore;
import ai.levqor.ops.spi.state.StateStore;
import ai.levqor.ops.store.FirstThatWorks;
import ai.levqor.ops.store.StateFireStore;
import ai.levqor.ops.store.jdbc.JdbcFireStore;
import java.time.Clock;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Chooses where it is kept that a job ran. */
final class KeptFires {
    private KeptFires() {}

    /**
     * By {@code OPS_JOBS_STORE}. Nothing is asked of either yet.
     *
     * @throws ConfigurationException if the database is named and there is none
     */
    static FireStore of(
            OpsSettings settings, @Nullable DataSource database, StateStore state, Clock clock, LongSupplier ticker) {
        var inState = new StateFireStore(state, clock, ticker);
        var where = settings.jobsStore();
        if (where == JobSettings.Store.STATE) {
            return inState;
        }
        if (database == null) {
            if (where == JobSettings.Store.DATABASE) {
                throw new ConfigurationException("OPS_JOBS_STORE is database, and there is none:"
                        + " call database(dataSource) on the builder, or unset it");
            }
            return inState;
        }
        var table = new JdbcFireStore(database, settings.jobsTable(), clock, ticker);
        return where == JobSettings.Store.DATABASE ? table : new FirstThatWorks(table::open, table, inState);
    }
}
