package ai.levqor.ops.store.jdbc;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.spi.ConfigurationException;
import java.util.Currency;
import java.util.Optional;

/**
 * Where the host writes down what it costs, and how to read it. Names may be given in any case; a table may have its schema
 * before it, and may be a view. Nothing is looked up here.
 *
 * @param table one row or several for each day
 * @param dayColumn a date, or a moment whose day in UTC counts
 * @param amountColumn a number
 * @param currencyColumn a code of ISO 4217; where it is null or blank, or there is no such column, {@code currency} holds
 * @param itemColumn the service or the like
 * @param currency of rows that name none
 */
public record CostTable(
        String table,
        String dayColumn,
        String amountColumn,
        Optional<String> currencyColumn,
        Optional<String> itemColumn,
        Currency currency) {

    static final String TABLE = "the cost table (OPS_COST_TABLE)";
    static final String DAY = "the day column (OPS_COST_DAY_COLUMN)";
    static final String AMOUNT = "the amount column (OPS_COST_AMOUNT_COLUMN)";
    static final String CURRENCY = "the currency column (OPS_COST_CURRENCY_COLUMN)";
    static final String ITEM = "the item column (OPS_COST_ITEM_COLUMN)";

    /**
     * Checks the names.
     *
     * @throws ConfigurationException if a name has anything in it but letters, digits, {@code _} and {@code $}, or is
     *     longer than 63
     */
    public CostTable {
        Names.table(TABLE, table);
        Names.column(DAY, dayColumn);
        Names.column(AMOUNT, amountColumn);
        currencyColumn.ifPresent(name -> Names.column(CURRENCY, name));
        itemColumn.ifPresent(name -> Names.column(ITEM, name));
        requireNonNull(currency, "currency");
    }
}
