package ai.levqor.ops.engine;

import static java.util.Objects.requireNonNull;

/**
 * How one source fares.
 *
 * @param name {@code metrics}, {@code jobs}, {@code queue}, {@code workers}, {@code spend}, {@code flags},
 *     {@code state}, {@code loop}
 * @param status how well
 * @param detail why, in words for a person; holds no value and no secret, and is empty if all is well
 */
public record SourceHealth(String name, Status status, String detail) {

    public SourceHealth {
        requireNonNull(name, "name");
        requireNonNull(status, "status");
        requireNonNull(detail, "detail");
    }

    /** How well something fares. */
    public enum Status {
        /** It works. */
        UP,
        /** Part of it does not work; decisions are careful meanwhile. */
        DEGRADED,
        /** It does not work. */
        DOWN
    }
}
