package ai.levqor.ops.spi.state;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/**
 * The right to act alone, as a {@link LeaseStore} gave it.
 *
 * @param name what it is the right to: lower case letters, digits, dots and dashes, at most 100
 * @param owner who has it: 1 to 100 characters, unlike that of any other process
 * @param token its fencing token, 1 or more: greater than that of every earlier holder. A store that has seen a greater
 *     one refuses what carries this one
 */
public record Lease(String name, String owner, long token) {
    /** What a name looks like. */
    public static final Pattern NAME = Pattern.compile("[a-z0-9.-]{1,100}");

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
     * For implementors: an owner that keeps its rule.
     *
     * @throws IllegalArgumentException if it does not
     */
    public static String requireOwner(String owner) {
        requireNonNull(owner, "owner");
        if (owner.isBlank() || owner.length() > MOST_OWNER) {
            throw new IllegalArgumentException(
                    "owner must have 1 to " + MOST_OWNER + " characters, had " + owner.length());
        }
        return owner;
    }
}
