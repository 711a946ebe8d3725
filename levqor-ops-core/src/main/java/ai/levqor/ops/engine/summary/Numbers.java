package ai.levqor.ops.engine.summary;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.Currency;
import java.util.Locale;

/** Numbers as a person reads them: with no more digits than say something, in English whatever the machine's language. */
final class Numbers {
    private static final double WHOLE_FROM = 1000;
    private static final double NANOS = 1_000_000.0;

    private Numbers() {}

    static String whole(long value) {
        return format("#,##0", BigDecimal.valueOf(value));
    }

    static String millis(Duration time) {
        var millis = time.toNanos() / NANOS;
        return decimal(millis, millis < 10 ? 1 : 0) + " ms";
    }

    /** Two digits that count, so that 0.004 % is not 0 %. */
    static String percent(double ratio) {
        var percent = ratio * 100;
        if (percent > 0 && percent < 0.001) {
            return "under 0.001 %";
        }
        return decimal(percent, percent >= 10 ? 0 : percent >= 0.1 ? 2 : 3) + " %";
    }

    /** An amount with the digits of its currency; without any from 1,000 on. */
    static String amount(double amount, Currency currency) {
        var digits = Math.max(0, currency.getDefaultFractionDigits());
        if (Math.abs(amount) >= WHOLE_FROM || digits == 0) {
            return format("#,##0", BigDecimal.valueOf(amount));
        }
        if (amount > 0 && amount < Math.pow(10, -digits)) {
            return "under 0." + "0".repeat(digits - 1) + "1";
        }
        return format("#,##0." + "0".repeat(digits), BigDecimal.valueOf(amount));
    }

    static String code(Currency currency) {
        return currency.getCurrencyCode().toLowerCase(Locale.ROOT);
    }

    /** The two largest units: {@code 12 d 4 h}. */
    static String time(Duration time) {
        if (time.toDays() > 0) {
            return whole(time.toDays()) + " d " + time.toHoursPart() + " h";
        }
        if (time.toHours() > 0) {
            return time.toHours() + " h " + time.toMinutesPart() + " min";
        }
        return time.toMinutes() > 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
    }

    /** A change with its sign: {@code +12}, {@code −3}, {@code ±0}. */
    static String change(long change) {
        return (change > 0 ? "+" : change < 0 ? "−" : "±") + whole(Math.abs(change));
    }

    private static String decimal(double value, int digits) {
        return format(digits == 0 ? "#,##0" : "#,##0." + "#".repeat(digits), BigDecimal.valueOf(value));
    }

    private static String format(String pattern, BigDecimal value) {
        var format = new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT));
        format.setRoundingMode(RoundingMode.HALF_UP);
        return format.format(value);
    }
}
