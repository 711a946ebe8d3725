package ai.levqor.ops.store.jdbc;

/** How a log writes down when something happened. */
public enum TimeType {
    /** Read from the column's own type; whole numbers must say which unit they count. */
    AUTO,
    /** A point in time: {@code timestamp with time zone}, or MySQL's {@code TIMESTAMP}. */
    TIMESTAMPTZ,
    /** A date and a time of day in {@link ActivityTable#columnZone}. */
    TIMESTAMP,
    /** A whole number: seconds since 1970-01-01T00:00Z. */
    EPOCH_S,
    /** A whole number: milliseconds since 1970-01-01T00:00Z. */
    EPOCH_MS,
    /** A text as ISO 8601 has it, with or without an offset: {@code 2026-03-01T12:30:00Z}. */
    ISO_TEXT,
    /** A date alone: the day itself, whatever the zones. */
    DATE
}
