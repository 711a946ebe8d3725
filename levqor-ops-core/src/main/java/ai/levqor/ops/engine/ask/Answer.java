package ai.levqor.ops.engine.ask;

/** What came back from asking a source. */
public sealed interface Answer<T> {

    /** It answered. */
    record Given<T>(T value) implements Answer<T> {}

    /** It threw. */
    record Failed<T>(Throwable cause) implements Answer<T> {}

    /** It did not answer in time; it may still be at it, and is not asked again before it is back. */
    record Late<T>() implements Answer<T> {}
}
