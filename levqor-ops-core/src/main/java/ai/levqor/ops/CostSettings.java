package ai.levqor.ops;

import ai.levqor.ops.engine.cost.CostSetup;
import ai.levqor.ops.policy.forecast.CostSource.Fixed;
import ai.levqor.ops.policy.forecast.CostSource.Fixed.Per;
import ai.levqor.ops.policy.forecast.ForecastMethod;
import ai.levqor.ops.policy.forecast.ForecastMethods;
import ai.levqor.ops.policy.forecast.Money;
import ai.levqor.ops.policy.forecast.RateTable;
import ai.levqor.ops.spi.billing.CostItem;
import ai.levqor.ops.store.jdbc.CostTable;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads the settings of costs. */
final class CostSettings {
    private static final Pattern PRICE = Pattern.compile(
            "([A-Za-z0-9][A-Za-z0-9 ._-]{0,39})=([0-9]{1,12}(?:\\.[0-9]{1,9})?)([a-z]{3})?/(hour|day|month|year)");
    private static final String PRICE_RULE =
            "prices such as replit=20/month,redis=0.5eur/day: a name, an amount, its currency if it is not OPS_CURRENCY,"
                    + " and hour, day, month or year";
    private static final Pattern RATE = Pattern.compile("([a-z]{3})=([0-9]{1,6}(?:\\.[0-9]{1,12})?)");
    private static final String RATE_RULE =
            "rates above 0 such as eur=1.08,gbp=1.27, each currency once, not OPS_CURRENCY";
    private static final Duration LEAST_REFRESH = Duration.ofSeconds(5);
    private static final Duration MOST_REFRESH = Duration.ofHours(6);

    private final Function<OpsSetting, SettingValue> values;

    CostSettings(Function<OpsSetting, SettingValue> values) {
        this.values = values;
    }

    private SettingValue value(OpsSetting setting) {
        return values.apply(setting);
    }

    CostSetup setup() {
        var currency = currency();
        return new CostSetup(method(), rates(currency), fixed(currency), pace());
    }

    /** The table of daily costs; empty if none is named. */
    Optional<CostTable> table() {
        return text(OpsSetting.COST_TABLE)
                .map(table -> new CostTable(
                        table,
                        value(OpsSetting.COST_DAY_COLUMN).text(),
                        value(OpsSetting.COST_AMOUNT_COLUMN).text(),
                        text(OpsSetting.COST_CURRENCY_COLUMN),
                        text(OpsSetting.COST_ITEM_COLUMN),
                        currency()));
    }

    private Optional<String> text(OpsSetting setting) {
        return Optional.of(value(setting).text()).filter(text -> !text.isEmpty());
    }

    /** The currency of totals. */
    Currency currency() {
        var value = value(OpsSetting.CURRENCY);
        try {
            return CostItem.currency(value.text());
        } catch (IllegalArgumentException e) {
            throw value.broken("a currency of ISO 4217, such as usd");
        }
    }

    private ForecastMethod method() {
        var value = value(OpsSetting.FORECAST_METHOD);
        if (!ForecastMethods.names().contains(value.text())) {
            throw value.broken("one of " + ForecastMethods.names());
        }
        return ForecastMethods.named(value.text());
    }

    private CostSetup.Pace pace() {
        var refresh = value(OpsSetting.COST_REFRESH).duration();
        if (refresh.compareTo(LEAST_REFRESH) < 0 || refresh.compareTo(MOST_REFRESH) > 0) {
            throw value(OpsSetting.COST_REFRESH).broken("a duration from 5s to 6h");
        }
        return new CostSetup.Pace(
                refresh,
                value(OpsSetting.COST_DEADLINE).positiveDuration(),
                value(OpsSetting.JOBS_WAIT).duration());
    }

    private List<Fixed> fixed(Currency usual) {
        var value = value(OpsSetting.COST_FIXED);
        var names = new HashSet<String>();
        var prices = new ArrayList<Fixed>();
        for (var text : listed(value)) {
            var match = PRICE.matcher(text);
            if (!match.matches() || !names.add(match.group(1))) {
                throw value.broken(match.matches() ? PRICE_RULE + "; each name once" : PRICE_RULE);
            }
            prices.add(new Fixed(
                    match.group(1),
                    new Money(
                            match.group(3) == null ? usual : known(match.group(3), value, PRICE_RULE),
                            new BigDecimal(match.group(2))),
                    Per.valueOf(match.group(4).toUpperCase(Locale.ROOT)),
                    Optional.empty()));
        }
        return prices;
    }

    private RateTable rates(Currency to) {
        var value = value(OpsSetting.COST_RATES);
        var rates = new HashMap<Currency, Double>();
        for (var text : listed(value)) {
            var match = RATE.matcher(text);
            if (!match.matches()) {
                throw value.broken(RATE_RULE);
            }
            var currency = known(match.group(1), value, RATE_RULE);
            var rate = Double.parseDouble(match.group(2));
            if (currency.equals(to) || rate == 0 || rates.put(currency, rate) != null) {
                throw value.broken(RATE_RULE);
            }
        }
        return new RateTable(to, rates);
    }

    private static List<String> listed(SettingValue value) {
        var parts = new ArrayList<String>();
        if (!value.text().isEmpty()) {
            for (var part : value.text().split(",", -1)) {
                parts.add(part.strip());
            }
        }
        return parts;
    }

    private static Currency known(String code, SettingValue value, String rule) {
        try {
            return CostItem.currency(code);
        } catch (IllegalArgumentException e) {
            throw value.broken(rule);
        }
    }
}
