package ai.levqor.ops.policy;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * A signal: known, with the time it was sampled, or unknown, with the cause. Unknown is never zero.
 *
 * @param <T> what is measured
 */
public sealed interface Reading<T> {

    /** The value, whatever its age; empty if unknown. */
    Optional<T> value();

    /** The same reading of something derived from its value. */
    default <R> Reading<R> map(Function<? super T, ? extends R> derive) {
        if (this instanceof Known<T> known) {
            return new Known<>(derive.apply(known.measured()), known.sampledAt());
        }
        return new Unknown<>(((Unknown<T>) this).cause());
    }

    /** A value that somebody measured at {@code sampledAt}. */
    static <T> Reading<T> known(T value, Instant sampledAt) {
        return new Known<>(value, sampledAt);
    }

    /** No value. */
    static <T> Reading<T> unknown(UnknownCause cause) {
        return new Unknown<>(cause);
    }

    /**
     * A value and when it was measured.
     *
     * @param measured the value
     * @param sampledAt by the same clock as the observation's time
     */
    record Known<T>(T measured, Instant sampledAt) implements Reading<T> {
        public Known {
            requireNonNull(measured, "measured");
            requireNonNull(sampledAt, "sampledAt");
        }

        @Override
        public Optional<T> value() {
            return Optional.of(measured);
        }
    }

    /**
     * No value.
     *
     * @param cause why there is none
     */
    record Unknown<T>(UnknownCause cause) implements Reading<T> {
        public Unknown {
            requireNonNull(cause, "cause");
        }

        @Override
        public Optional<T> value() {
            return Optional.empty();
        }
    }

    /** Why a signal has no value. */
    enum UnknownCause {
        /** Nothing in this backend measures it. */
        NOT_CONFIGURED,
        /** The source answered with an error. */
        FAILED,
        /** The source did not answer in time. */
        LATE,
        /** The value is too old to go by. */
        STALE,
        /** The source answered, and there was nothing to measure. */
        NO_SAMPLES
    }
}
