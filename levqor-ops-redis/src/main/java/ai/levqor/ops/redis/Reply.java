package ai.levqor.ops.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.levqor.ops.spi.UnavailableException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a server answered, as what it must be. Anything else is a fault: something other than Redis, or than our scripts. */
final class Reply {
    private Reply() {}

    static long number(@Nullable Object reply) {
        if (reply instanceof Long number) {
            return number;
        }
        throw unexpected("a number", reply);
    }

    static String text(@Nullable Object reply) {
        return maybeText(reply).orElseThrow(() -> unexpected("a text", reply));
    }

    /** A text, or nothing. */
    static Optional<String> maybeText(@Nullable Object reply) {
        return maybeBytes(reply).map(bytes -> new String(bytes, UTF_8));
    }

    /** Bytes, or nothing. */
    static Optional<byte[]> maybeBytes(@Nullable Object reply) {
        if (reply == null) {
            return Optional.empty();
        }
        if (reply instanceof byte[] bytes) {
            return Optional.of(bytes);
        }
        throw unexpected("a text", reply);
    }

    @SuppressWarnings("unchecked") // a list of a reply holds replies
    static List<@Nullable Object> list(@Nullable Object reply) {
        if (reply instanceof List<?> list) {
            return (List<@Nullable Object>) list;
        }
        throw unexpected("a list", reply);
    }

    static List<String> texts(@Nullable Object reply) {
        return list(reply).stream().map(Reply::text).toList();
    }

    private static UnavailableException unexpected(String wanted, @Nullable Object reply) {
        return new UnavailableException("Redis should have answered with " + wanted + ", and gave "
                + (reply == null ? "nothing" : reply.getClass().getSimpleName()));
    }
}
