package ai.levqor.ops.redis;

import ai.levqor.ops.spi.UnavailableException;
import org.jspecify.annotations.Nullable;

/** A command that gave no answer, and whether it may have been carried out. Its message holds no secret. */
final class RedisFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is known of the command. */
    enum Kind {
        /** It never left; nothing was changed by it. */
        NOT_SENT,
        /** The server answered with an error, and carried nothing out. */
        REFUSED,
        /** It was sent, and the answer did not come: it may have been carried out, or may still be. */
        UNKNOWN
    }

    private final Kind kind;
    private final String code;

    private RedisFault(Kind kind, String code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.code = code;
    }

    static RedisFault notSent(String message, @Nullable Throwable cause) {
        return new RedisFault(Kind.NOT_SENT, "", message, cause);
    }

    static RedisFault unknown(String message, Throwable cause) {
        return new RedisFault(Kind.UNKNOWN, "", message, cause);
    }

    /** A server's error reply; its first word is the code. */
    static RedisFault refused(String command, String reply, @Nullable Throwable cause) {
        var own = Refusals.unwrapped(reply);
        var code = own.split("[ \n]", 2)[0];
        return new RedisFault(Kind.REFUSED, code, command + " was refused: " + Refusals.words(code, own), cause);
    }

    Kind kind() {
        return kind;
    }

    /** The first word of the server's error, such as {@code READONLY}; empty if the server said nothing. */
    String code() {
        return code;
    }

    /** As the SPI tells it. */
    UnavailableException unavailable() {
        return new UnavailableException(String.valueOf(getMessage()), this);
    }
}
