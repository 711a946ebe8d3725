package ai.levqor.ops.policy;

import static java.util.Objects.requireNonNull;

/**
 * A number that led to a decision, beside the one it was held against.
 *
 * @param name what was measured, such as {@code p95_latency_ms}
 * @param value finite
 * @param unit such as {@code ms}, {@code jobs}, {@code workers}, or a currency
 * @param limit finite, or {@link #NO_LIMIT}
 */
public record Fact(String name, double value, String unit, double limit) {

    /** The limit of a fact that was held against none. */
    public static final double NO_LIMIT = Double.POSITIVE_INFINITY;

    public Fact {
        requireNonNull(name, "name");
        requireNonNull(unit, "unit");
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("value of " + name + " must be finite, was " + value);
        }
        if (!Double.isFinite(limit) && limit != NO_LIMIT) {
            throw new IllegalArgumentException("limit of " + name + " must be finite or NO_LIMIT, was " + limit);
        }
    }
}
