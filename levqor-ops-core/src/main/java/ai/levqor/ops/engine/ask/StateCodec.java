package ai.levqor.ops.engine.ask;

/**
 * Writes what a policy remembers as text, and reads it back.
 *
 * <p><b>Threading:</b> safe for many threads.
 *
 * @param <S> what the policy remembers
 */
public interface StateCodec<S> {

    /** The text of a state, at most 64 kB. */
    String encode(S state);

    /**
     * The state of a text.
     *
     * @throws IllegalArgumentException if it is none; the policy then starts afresh, and health says so
     */
    S decode(String text);
}
