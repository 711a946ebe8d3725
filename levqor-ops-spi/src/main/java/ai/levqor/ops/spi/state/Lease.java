package ai.levqor.ops.spi.state;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/**
 * The right to act alone, as a {@link LeaseStore} gave it.
 *
 * @param name what it is the right to: lower case letters, digits, dots and dashes, at most 90
 * @param owner who has it, unlike any other process: 1 to 100 characters, which are not all blank, and none of them a
 *     control character or half a character
 * @param token its fencing token, 1 or more: greater than that of every earlier holder. Whoever has seen a greater one
 *     refuses what carries this one
 */
public record Lease(String name, String owner, long token) {
    /** What a name looks like. It is ten shorter than a key of a {@link StateStore}, which may so be made of it. */
    public static final Pattern NAME = Pattern.compile("[a-z0-9.-]{1,90}");

    private static final int MOST_OWNER = 100;

    public Lease {
        requireName(name);
        requireOwner(owner);
        if (token < 1) {
            throw new IllegalArgumentException("token must be 1 or more, was " + token);
        }
    }

    /**
     * For implementors: a name that keeps its rule.
     *
     * @throws IllegalArgumentException if it does not
     */
    public static String requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("name must match " + NAME + ", was '" + name + "'");
        }
        return name;
    }

    /**
     * For implementors: an owner that keeps its rule, so that every store gives it back as it was.
     *
     * @throws IllegalArgumentException if it does not
     */
    public static String requireOwner(String owner) {
        requireNonNull(owner, "owner");
        if (owner.isBlank() || owner.length() > MOST_OWNER) {
            throw new IllegalArgumentException(
                    "owner must have 1 to " + MOST_OWNER + " characters that are not all blank, had " + owner.length());
        }
        if (owner.codePoints().anyMatch(Lease::isNoText)) {
            throw new IllegalArgumentException("owner must have no control characters, and no half ones");
        }
        return owner;
    }

    private static boolean isNoText(int character) {
        return Character.isISOControl(character) || Character.getType(character) == Character.SURROGATE;
    }
}
