package ai.levqor.ops;

import ai.levqor.ops.discovery.Catalog;
import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.billing.BillingSource;
import ai.levqor.ops.spi.billing.BillingSourceProvider;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Everything that costs are read from. */
final class BilledSources {
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,40}");

    private BilledSources() {}

    /**
     * Those given, the plug-ins whose settings are there, and the table of costs.
     *
     * @throws ConfigurationException if two have one name, or one has no proper name
     */
    static List<BillingSource> of(OpsSettings settings, List<BillingSource> given, @Nullable DataSource database) {
        var all = new ArrayList<>(given);
        var kind = BillingSourceProvider.class;
        all.addAll(Catalog.of(kind, ServiceLoader.load(kind)).all(settings));
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
}
