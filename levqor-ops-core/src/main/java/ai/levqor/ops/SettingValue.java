package ai.levqor.ops;

import ai.levqor.ops.spi.ConfigurationException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Pattern;

/** One setting's text, read by its rule. A breach names the setting, its rule and the text, never a secret. */
record SettingValue(OpsSetting setting, String text) {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    int positiveInt() {
        var value = wholeNumber("an integer of 1 or more");
        if (value < 1 || value > Integer.MAX_VALUE) {
            throw broken("an integer of 1 or more");
        }
        return (int) value;
    }

    long nonNegative() {
        var value = wholeNumber("an integer of 0 or more");
        if (value < 0) {
            throw broken("an integer of 0 or more");
        }
        return value;
    }

    private long wholeNumber(String rule) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw broken(rule);
        }
    }

    BigDecimal positiveDecimal() {
        var rule = "a decimal number above 0, such as 49.50";
        if (text.length() > 40) {
            throw broken(rule);
        }
        try {
            var value = new BigDecimal(text);
            if (value.signum() <= 0 || Math.abs(value.scale()) > 40) {
                throw broken(rule);
            }
            return value;
        } catch (NumberFormatException e) {
            throw broken(rule);
        }
    }

    /** A share of a whole. */
    double ratio() {
        var rule = "a decimal number from 0 to 1, such as 0.005";
        if (!text.matches("[01](\\.[0-9]{1,17})?") || Double.parseDouble(text) > 1) {
            throw broken(rule);
        }
        return Double.parseDouble(text);
    }

    /** A share strictly between nothing and all. */
    double properRatio() {
        var value = ratio();
        if (value == 0 || value == 1) {
            throw broken("a decimal number above 0 and below 1, such as 0.999");
        }
        return value;
    }

    Duration positiveDuration() {
        var value = duration();
        if (value.isZero()) {
            throw broken("a duration above 0");
        }
        return value;
    }

    Duration window() {
        var value = duration();
        if (value.compareTo(Duration.ofSeconds(1)) < 0 || value.compareTo(Duration.ofHours(1)) > 0) {
            throw broken("a duration from 1s to 1h");
        }
        return value;
    }

    Duration duration() {
        var match = DURATION.matcher(text);
        if (!match.matches()) {
            throw broken("a duration, such as 250ms, 15s, 10m, 6h or 1d");
        }
        var amount = Long.parseLong(match.group(1));
        return switch (match.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    boolean truth() {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw broken("true or false");
        };
    }

    String matching(Pattern pattern, String rule) {
        if (!pattern.matcher(text).matches()) {
            throw broken(rule);
        }
        return text;
    }

    ConfigurationException broken(String rule) {
        return new ConfigurationException(setting.variable() + " must be " + rule + ", was '" + shortened() + "'");
    }

    private String shortened() {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }
}
