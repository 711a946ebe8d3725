package ai.levqor.ops.billing.days;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads amounts of money that come as text. */
public final class Amount {
    /** What such a text must be, in words. */
    public static final String RULE = "a decimal number from -1e12 to 1e12, such as 12.50";

    private static final BigDecimal MOST = new BigDecimal("1e12");
    private static final int MOST_PLACES = 20;

    /** The exponent has no more digits than adding can afford. Decimal128 writes zero as {@code 0E-6176}. */
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?([0-9]{1,40}(\\.[0-9]{0,80})?|\\.[0-9]{1,80})([eE][+-]?[0-9]{1,4})?");

    private Amount() {}

    /** What the text says, with 20 decimal places at most; empty if it breaks the {@link #RULE}. */
    public static Optional<BigDecimal> of(String text) {
        if (!NUMBER.matcher(text).matches()) {
            return Optional.empty();
        }
        var value = new BigDecimal(text);
        if (value.signum() == 0) {
            return Optional.of(BigDecimal.ZERO);
        }
        if (value.abs().compareTo(MOST) > 0) {
            return Optional.empty();
        }
        var places = Math.max(0, Math.min(value.scale(), MOST_PLACES));
        return Optional.of(value.setScale(places, RoundingMode.HALF_EVEN));
    }
}
