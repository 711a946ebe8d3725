package ai.levqor.ops.billing;

import ai.levqor.ops.billing.days.Amount;
import ai.levqor.ops.billing.days.CostDays;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.billing.CostItem;
import java.io.IOException;
import java.io.Reader;
import java.time.LocalDate;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Adds up the rows of one file of costs. What is wrong with one row fails it as a whole. */
final class CostRows {
    private static final int MOST_KEPT = 10_000;

    private final CsvReader csv;
    private final Currency usual;
    private final Map<String, LocalDate> days = new HashMap<>();
    private final Map<String, Currency> currencies = new HashMap<>();

    /** @param usual the currency of rows that name none */
    CostRows(Reader in, Currency usual) {
        this.csv = new CsvReader(in);
        this.usual = usual;
    }

    /** The line of the row that was read last. */
    int line() {
        return csv.line();
    }

    CostDays read() throws IOException, WrongRow {
        stopIfInterrupted();
        var columns = CostColumns.of(csv.next());
        var sums = new CostDays();
        for (var row = csv.next(); !row.isEmpty(); row = csv.next()) {
            stopIfInterrupted();
            add(row, columns, sums);
        }
        return sums;
    }

    private static void stopIfInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new UnavailableException("reading the cost file was interrupted");
        }
    }

    private void add(List<String> row, CostColumns columns, CostDays sums) throws WrongRow {
        if (row.size() == 1 && row.get(0).isBlank()) {
            return;
        }
        if (row.size() != columns.width()) {
            throw new WrongRow("a row must have " + columns.width() + " fields as the header has, has " + row.size());
        }
        var amount = Amount.of(row.get(columns.amount()).strip())
                .orElseThrow(() -> new WrongRow("an amount must be " + Amount.RULE));
        sums.add(day(row.get(columns.day()).strip()), item(row, columns), amount);
    }

    private CostItem item(List<String> row, CostColumns columns) throws WrongRow {
        var code = columns.currency(row);
        return CostDays.item(columns.item(row).orElse(""), code.isPresent() ? currency(code.get()) : usual);
    }

    private LocalDate day(String text) throws WrongRow {
        var known = days.get(text);
        if (known == null) {
            known = CostDate.of(text).orElseThrow(() -> new WrongRow("a date must be " + CostDate.RULE));
            if (days.size() < MOST_KEPT) {
                days.put(text, known);
            }
        }
        return known;
    }

    private Currency currency(String code) throws WrongRow {
        var known = currencies.get(code);
        if (known == null) {
            try {
                known = CostItem.currency(code);
            } catch (IllegalArgumentException e) {
                throw new WrongRow("a currency must be a code of ISO 4217, such as usd");
            }
            if (currencies.size() < MOST_KEPT) {
                currencies.put(code, known);
            }
        }
        return known;
    }
}
