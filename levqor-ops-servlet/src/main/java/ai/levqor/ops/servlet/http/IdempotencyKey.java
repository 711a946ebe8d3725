package ai.levqor.ops.servlet.http;

import org.jspecify.annotations.Nullable;

/** Reads {@code Idempotency-Key}: a quoted string, as the draft of the IETF has it, or the bare key that most clients send. */
final class IdempotencyKey {
    private static final int MAX_LENGTH = 128;

    private IdempotencyKey() {}

    /**
     * The key without quotes; null if the client sent none.
     *
     * @throws ProblemException if it breaks its rule (400)
     */
    static @Nullable String of(OpsRequest.Headers headers) {
        var header = headers.first("Idempotency-Key");
        if (header == null) {
            return null;
        }
        var text = header.strip();
        var quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        var key = quoted ? text.substring(1, text.length() - 1) : text;
        var lowest = quoted ? ' ' : '!';
        var valid = !key.isEmpty()
                && key.length() <= MAX_LENGTH
                && key.chars().allMatch(c -> c >= lowest && c <= '~' && c != '"' && c != '\\');
        if (!valid) {
            throw Problem.malformed(
                            "Idempotency-Key",
                            "must be 1 to 128 printable characters, in quotes or bare, without a quote or backslash")
                    .toException();
        }
        return key;
    }
}
