package ai.levqor.ops.stripe;

import ai.levqor.ops.spi.UnavailableException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** What Stripe's answers must hold to make sense. The faults say what is wrong, and repeat nothing of the answer. */
final class Nonsense {
    private static final long END_OF_2099 = 4_102_444_800L;
    private static final long MOST_MINOR_UNITS = 100_000_000_000_000L;

    private Nonsense() {}

    static UnavailableException because(String what) {
        return new UnavailableException("Stripe's answer makes no sense: " + what);
    }

    static <T> T present(String name, @Nullable T value) {
        if (value == null) {
            throw because(name + " is missing");
        }
        return value;
    }

    static long amount(String name, @Nullable Long value) {
        long amount = present(name, value);
        if (amount > MOST_MINOR_UNITS || amount < -MOST_MINOR_UNITS) {
            throw because(name + " is beyond all measure");
        }
        return amount;
    }

    static long created(@Nullable Long value) {
        long created = present("created", value);
        if (created < 0 || created >= END_OF_2099) {
            throw because("created is not a time from 1970 to 2099");
        }
        return created;
    }

    static LocalDate day(long created) {
        return LocalDate.ofInstant(Instant.ofEpochSecond(created), ZoneOffset.UTC);
    }
}
