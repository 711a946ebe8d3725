package ai.levqor.ops.servlet.http;

import static java.util.Objects.requireNonNull;

/**
 * One method of one path.
 *
 * @param method how it is asked
 * @param path matched exactly, undecoded; starts with a slash. If it ends with {@code /*}, one more part of whatever name
 *     stands there, and the handler judges the name
 * @param access who may ask
 * @param handler answers; safe for many threads
 * @param keepsKeys whether the handler itself sees to it that a request which is sent again is carried out once
 */
public record Route(Method method, String path, Access access, Handler handler, boolean keepsKeys) {

    /** A route whose answers to an {@code Idempotency-Key} are kept for it. */
    public Route(Method method, String path, Access access, Handler handler) {
        this(method, path, access, handler, false);
    }

    /** The methods a route may have. */
    public enum Method {
        /** Changes nothing; also answers {@code HEAD}. */
        GET,
        /** Does something. */
        POST
    }

    /** Who may ask. */
    public enum Access {
        /** Anybody, unless the host has closed its public reads. */
        PUBLIC_READ,
        /** Whoever has an admin token. */
        TOKEN
    }

    /** Answers a call. */
    @FunctionalInterface
    public interface Handler {

        /**
         * Answers one call.
         *
         * @throws ProblemException for an answer that is a problem; anything else that is thrown becomes a 500
         */
        OpsResponse handle(Call call);
    }

    public Route {
        requireNonNull(method, "method");
        requireNonNull(access, "access");
        requireNonNull(handler, "handler");
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("path must start with a slash, was " + path);
        }
        if (method == Method.POST && access != Access.TOKEN) {
            throw new IllegalArgumentException("POST " + path + " must need a token: it does something");
        }
    }
}
