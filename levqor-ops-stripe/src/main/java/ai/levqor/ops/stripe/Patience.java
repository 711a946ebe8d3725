package ai.levqor.ops.stripe;

import ai.levqor.ops.spi.UnavailableException;
import com.stripe.exception.StripeException;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Asks Stripe at a polite pace, and again where that may help: after {@code Retry-After}, or after one second, two, four
 * and so on, of which up to a half is left to chance. An interrupt ends each wait.
 */
final class Patience {
    /** Four requests a second: a small part of the 25 that Stripe allows for each list, which the host needs too. */
    static final Duration BETWEEN_REQUESTS = Duration.ofMillis(250);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
    private static final int MOST_DOUBLINGS = 5;

    /** One request. */
    @FunctionalInterface
    interface Request<T> {
        T send() throws StripeException;
    }

    private final Pause pause;
    private final LongSupplier nanos;
    private final DoubleSupplier chance;
    private long free;
    private boolean asked;

    /**
     * @param nanos elapsed time, in nanoseconds
     * @param chance from 0 to 1
     */
    Patience(Pause pause, LongSupplier nanos, DoubleSupplier chance) {
        this.pause = pause;
        this.nanos = nanos;
        this.chance = chance;
    }

    /**
     * The answer, however many tries it takes within measure.
     *
     * @throws StripeFault if Stripe refuses the request itself
     * @throws UnavailableException if there is no answer to be had now
     */
    <T> T ask(Request<T> request) {
        for (int attempt = 1; ; attempt++) {
            keepPace();
            try {
                return request.send();
            } catch (StripeFault e) {
                if (e.status() == 400 || e.status() == 404) {
                    throw e;
                }
                var wait = e.retryAfter().orElse(backOff(attempt));
                if (attempt >= e.tries() || wait.compareTo(LONGEST_PAUSE) > 0) {
                    throw e.unavailable(backOff(attempt));
                }
                sleep(wait);
            } catch (UnavailableException e) {
                throw e;
            } catch (StripeException | RuntimeException | StackOverflowError e) {
                throw new UnavailableException("Stripe's answer makes no sense");
            }
        }
    }

    /**
     * The answer of one try, at once.
     *
     * @throws UnavailableException if there is none to be had now
     */
    static <T> T once(Request<T> request) {
        try {
            return request.send();
        } catch (StripeFault e) {
            throw e.unavailable(Duration.ZERO);
        } catch (UnavailableException e) {
            throw e;
        } catch (StripeException | RuntimeException | StackOverflowError e) {
            throw new UnavailableException("Stripe's answer makes no sense");
        }
    }

    private Duration backOff(int attempt) {
        var whole = Duration.ofSeconds(1L << Math.min(attempt - 1, MOST_DOUBLINGS));
        return Duration.ofMillis(Math.round(whole.toMillis() * (0.5 + chance.getAsDouble() / 2)));
    }

    private void keepPace() {
        if (Thread.currentThread().isInterrupted()) {
            throw interrupted();
        }
        var wait = asked ? free - nanos.getAsLong() : 0;
        if (wait > 0) {
            sleep(Duration.ofNanos(wait));
        }
        free = nanos.getAsLong() + BETWEEN_REQUESTS.toNanos();
        asked = true;
    }

    private void sleep(Duration length) {
        try {
            pause.sleep(length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted();
        }
    }

    /** What is thrown when the thread is interrupted; the interrupt stays. */
    static UnavailableException interrupted() {
        return new UnavailableException("interrupted while Stripe was asked");
    }
}
