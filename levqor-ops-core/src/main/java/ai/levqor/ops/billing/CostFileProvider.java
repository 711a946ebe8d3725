package ai.levqor.ops.billing;

import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.Settings;
import ai.levqor.ops.spi.billing.BillingSource;
import ai.levqor.ops.spi.billing.BillingSourceProvider;
import ai.levqor.ops.spi.billing.CostItem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Currency;
import java.util.Set;

/**
 * Daily costs in a file, as soon as {@code OPS_COST_FILE} is set. The file need not be there yet: until it is, each read
 * fails. Rows that name no currency are in {@code OPS_CURRENCY}.
 */
public final class CostFileProvider implements BillingSourceProvider {
    private static final String FILE = "OPS_COST_FILE";
    private static final String CURRENCY = "OPS_CURRENCY";
    private static final String USUAL_CURRENCY = "usd";

    @Override
    public String id() {
        return "cost-file";
    }

    @Override
    public Set<String> requiredSettings() {
        return Set.of(FILE);
    }

    @Override
    public BillingSource create(Settings settings) {
        return new CostFile(path(settings.require(FILE)), currency(settings));
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new ConfigurationException(FILE + " must be the path of a file", e);
        }
    }

    private static Currency currency(Settings settings) {
        try {
            return CostItem.currency(settings.find(CURRENCY).orElse(USUAL_CURRENCY));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(CURRENCY + " must be a code of ISO 4217, such as usd", e);
        }
    }
}
