package ai.levqor.ops.servlet.http;

import ai.levqor.ops.servlet.http.Problem.FieldError;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields that a route takes and keeps a list of every rule that is broken; {@link #done()} then refuses what is
 * left over. Used once, by one thread. A rule never repeats the value.
 */
public final class FieldReader {
    private static final int MAX_DIGITS = 18;
    private static final int MAX_SHOWN = 64;

    private final Fields fields;
    private final Set<String> known = new HashSet<>();
    private final List<FieldError> errors = new ArrayList<>();

    public FieldReader(Fields fields) {
        this.fields = fields;
    }

    /** A whole number from {@code min} to {@code max}; empty if the field is absent or breaks its rule. */
    public OptionalLong whole(String name, long min, long max) {
        var text = take(name);
        if (text == null) {
            return OptionalLong.empty();
        }
        if (isNumber(text, false)) {
            var value = Long.parseLong(text);
            if (value >= min && value <= max) {
                return OptionalLong.of(value);
            }
        }
        broken(name, "must be a whole number from " + min + " to " + max);
        return OptionalLong.empty();
    }

    /** A decimal number from zero to {@code max}; empty if the field is absent or breaks its rule. */
    public Optional<BigDecimal> decimal(String name, long max) {
        var text = take(name);
        if (text == null) {
            return Optional.empty();
        }
        if (isNumber(text, true)) {
            var value = new BigDecimal(text);
            if (value.compareTo(BigDecimal.valueOf(max)) <= 0) {
                return Optional.of(value);
            }
        }
        broken(
                name,
                "must be a decimal number from 0 to " + max + ", in at most 18 characters, without sign or exponent");
        return Optional.empty();
    }

    /** {@code true} or {@code false}; empty if the field is absent or breaks its rule. */
    public Optional<Boolean> truth(String name) {
        var text = take(name);
        if (text == null) {
            return Optional.empty();
        }
        if (text.equals("true") || text.equals("false")) {
            return Optional.of(text.equals("true"));
        }
        broken(name, "must be true or false");
        return Optional.empty();
    }

    /**
     * A text that matches {@code pattern}; empty if the field is absent or breaks its rule.
     *
     * @param rule the pattern in words: what the field must be
     */
    public Optional<String> text(String name, Pattern pattern, String rule) {
        var text = take(name);
        if (text == null) {
            return Optional.empty();
        }
        if (pattern.matcher(text).matches()) {
            return Optional.of(text);
        }
        broken(name, rule);
        return Optional.empty();
    }

    /** Refuses a field that is there, although the others make it senseless. */
    public void without(String name, String rule) {
        if (fields.values().containsKey(name)) {
            broken(name, rule);
        }
    }

    /**
     * Ends the reading.
     *
     * @throws ProblemException naming each field that is unknown, repeated, or breaks its rule
     */
    public void done() {
        for (var name : fields.values().keySet()) {
            if (!known.contains(name)) {
                broken(name, "is not a field of this route");
            }
        }
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors).toException();
        }
    }

    private @Nullable String take(String name) {
        known.add(name);
        if (fields.repeated().contains(name)) {
            broken(name, "must be given once");
            return null;
        }
        return fields.values().get(name);
    }

    private void broken(String name, String rule) {
        errors.add(new FieldError(shown(name), rule));
    }

    /** A name that a stranger chose, cut to what a message can bear. */
    static String shown(String name) {
        return name.length() <= MAX_SHOWN ? name : name.substring(0, MAX_SHOWN) + "...";
    }

    /** Digits, with one point among them if {@code point}: no sign, no exponent, no NaN, and never too long to compute. */
    private static boolean isNumber(String text, boolean point) {
        if (text.isEmpty() || text.length() > MAX_DIGITS) {
            return false;
        }
        var points = 0;
        for (int i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == '.' && point && i > 0 && i < text.length() - 1) {
                points++;
            } else if (c < '0' || c > '9') {
                return false;
            }
        }
        return points <= 1;
    }
}
