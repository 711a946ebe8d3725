package ai.levqor.ops.stripe;

import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.billing.CostItem;
import ai.levqor.ops.spi.billing.CostKind;
import ai.levqor.ops.spi.billing.CostLine;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/** What of Stripe is a cost. */
enum StripeBasis {
    /** The fees, with the payments they are taken of beside them, and what refunds and disputes took back. */
    FEES {
        @Override
        List<CostLine> lines(LocalDate day, Currency currency, Amounts amounts) {
            return List.of(
                    fees(day, currency, amounts),
                    CostLine.of(day, new CostItem("refunds and disputes", CostKind.LOSS, currency), amounts.loss()));
        }
    },
    /** The fees alone. */
    FEES_ONLY {
        @Override
        List<CostLine> lines(LocalDate day, Currency currency, Amounts amounts) {
            return List.of(fees(day, currency, amounts));
        }
    },
    /** The captured amounts of the charges themselves. */
    CHARGES {
        @Override
        List<CostLine> lines(LocalDate day, Currency currency, Amounts amounts) {
            return List.of(CostLine.of(day, new CostItem("charges", CostKind.USAGE, currency), amounts.cost()));
        }
    };

    /**
     * The basis that a setting names.
     *
     * @throws ConfigurationException if it names none; the value is not repeated
     */
    static StripeBasis named(String setting, String value) {
        return switch (value) {
            case "fees" -> FEES;
            case "fees_only" -> FEES_ONLY;
            case "charges" -> CHARGES;
            default -> throw new ConfigurationException(setting + " must be fees, fees_only or charges");
        };
    }

    /** A day's lines; always the same items, so that a day without any of it is a known zero. */
    abstract List<CostLine> lines(LocalDate day, Currency currency, Amounts amounts);

    private static CostLine fees(LocalDate day, Currency currency, Amounts amounts) {
        var item = new CostItem("fees", CostKind.FEE, currency);
        return new CostLine(day, item, amounts.cost(), Optional.of(amounts.volume()));
    }
}
