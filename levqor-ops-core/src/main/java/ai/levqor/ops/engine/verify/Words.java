package ai.levqor.ops.engine.verify;

import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.UnavailableException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a person is told. The message of an exception is repeated if its kind promises that it holds no secret, and even
 * then what looks like one is masked: a user in an address, and a word of 20 characters or more with a digit in it.
 */
final class Words {
    private static final int MOST = 300;
    private static final Pattern BREAK = Pattern.compile("[\\p{Cntrl}\\p{Cs}\\u2028\\u2029]+");
    private static final Pattern USER = Pattern.compile("//[^/@\\s]*@");
    private static final Pattern LONG = Pattern.compile("(?=[A-Za-z_=-]*[0-9])[A-Za-z0-9_=-]{20,}");

    private Words() {}

    /** One line, masked, of 300 characters at the most. */
    static String safe(String text) {
        var line = BREAK.matcher(text).replaceAll(" ").strip();
        var masked = LONG.matcher(USER.matcher(line).replaceAll("//***@")).replaceAll("***");
        return masked.length() <= MOST ? masked : masked.substring(0, MOST - 3) + "...";
    }

    /** What was thrown, without what may not be told. */
    static String of(Throwable thrown) {
        return thrown instanceof UnavailableException || thrown instanceof ConfigurationException
                ? String.valueOf(thrown.getMessage())
                : "threw " + thrown.getClass().getSimpleName();
    }

    /** Where it was thrown, for the log. */
    static String place(Throwable thrown) {
        var stack = thrown.getStackTrace();
        return stack.length == 0 ? "an unknown place" : stack[0].toString();
    }

    /** {@code 1 job}, {@code 2 jobs}. */
    static String count(long number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }

    /** As in the contract: lower case. */
    static String code(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
