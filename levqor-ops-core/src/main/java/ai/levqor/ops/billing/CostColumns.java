package ai.levqor.ops.billing;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which columns of a file of costs are read, by their header in any case and order.
 *
 * @param width how many there are altogether
 * @param currency empty if all is in one
 * @param item empty if there is one alone
 */
record CostColumns(int width, int day, int amount, OptionalInt currency, OptionalInt item) {
    private static final String RULE =
            "the header must name a day and an amount: date or day, and amount or cost; or those of an export of FOCUS"
                    + " (ChargePeriodStart, BilledCost) or of AWS CUR (lineItem/UsageStartDate, lineItem/UnblendedCost,"
                    + " or line_item_usage_start_date, line_item_unblended_cost)";

    private static final List<Layout> LAYOUTS = List.of(
            new Layout(
                    List.of("chargeperiodstart"),
                    List.of("billedcost"),
                    List.of("billingcurrency"),
                    List.of("servicename")),
            new Layout(
                    List.of("lineitem/usagestartdate"),
                    List.of("lineitem/unblendedcost"),
                    List.of("lineitem/currencycode"),
                    List.of("product/productname", "lineitem/productcode")),
            new Layout(
                    List.of("line_item_usage_start_date"),
                    List.of("line_item_unblended_cost"),
                    List.of("line_item_currency_code"),
                    List.of("line_item_product_code")),
            new Layout(
                    List.of("date", "day"),
                    List.of("amount", "cost"),
                    List.of("currency"),
                    List.of("service", "item")));

    /** Names of columns, in lower case; of several the first that is there. */
    private record Layout(List<String> day, List<String> amount, List<String> currency, List<String> item) {}

    /**
     * Finds them.
     *
     * @throws WrongRow if there is no day or no amount, or one of the columns is there twice
     */
    static CostColumns of(List<String> header) throws WrongRow {
        var names = header.stream()
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .toList();
        for (var layout : LAYOUTS) {
            var day = find(names, layout.day());
            var amount = find(names, layout.amount());
            if (day.isPresent() && amount.isPresent()) {
                return new CostColumns(
                        names.size(),
                        day.getAsInt(),
                        amount.getAsInt(),
                        find(names, layout.currency()),
                        find(names, layout.item()));
            }
        }
        throw new WrongRow(RULE);
    }

    Optional<String> currency(List<String> row) {
        return field(row, currency);
    }

    Optional<String> item(List<String> row) {
        return field(row, item);
    }

    private static Optional<String> field(List<String> row, OptionalInt column) {
        return column.isEmpty()
                ? Optional.empty()
                : Optional.of(row.get(column.getAsInt()).strip()).filter(text -> !text.isEmpty());
    }

    private static OptionalInt find(List<String> names, List<String> wanted) throws WrongRow {
        for (var name : wanted) {
            var at = names.indexOf(name);
            if (at != names.lastIndexOf(name)) {
                throw new WrongRow("the header must name " + name + " once");
            }
            if (at >= 0) {
                return OptionalInt.of(at);
            }
        }
        return OptionalInt.empty();
    }
}
