package ai.levqor.ops;

import ai.levqor.ops.discovery.Catalog;
import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.billing.BillingSource;
import ai.levqor.ops.spi.billing.BillingSourceProvider;
import ai.levqor.ops.store.jdbc.CostTable;
import ai.levqor.ops.store.jdbc.JdbcCostTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that costs are read from. */
final class BilledSources {
    private static final Logger LOG = LoggerFactory.getLogger(BilledSources.class);
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,40}");

    private BilledSources() {}

    /**
     * Those given, the plug-ins whose settings are there, and the table of costs.
     *
     * @throws ConfigurationException if two have one name, one has no proper name, or the table is not as it must be
     */
    static List<BillingSource> of(OpsSettings settings, List<BillingSource> given, @Nullable DataSource database) {
        var all = new ArrayList<>(given);
        var kind = BillingSourceProvider.class;
        all.addAll(Catalog.of(kind, ServiceLoader.load(kind)).all(settings));
        settings.costTable().ifPresent(table -> all.add(table(table, database)));
        var names = new HashSet<String>();
        for (var source : all) {
            var name = source.name();
            if (!NAME.matcher(name).matches()) {
                throw new ConfigurationException(
                        "the name of a billing source must match " + NAME + ", was '" + name + "'");
            }
            if (name.equals("fixed") || !names.add(name)) {
                throw new ConfigurationException(
                        "two sources of costs are named '" + name + "'; each must have its own name");
            }
        }
        return all;
    }

    private static BillingSource table(CostTable table, @Nullable DataSource database) {
        if (database == null) {
            throw new ConfigurationException("OPS_COST_TABLE names a table, and there is no database:"
                    + " call database(dataSource) on the builder, or unset it");
        }
        var costs = new JdbcCostTable(database, table);
        try {
            costs.check();
        } catch (UnavailableException e) {
            LOG.warn("the cost table cannot be looked at now; it is read when the database is back", e);
        }
        return costs;
    }
}
