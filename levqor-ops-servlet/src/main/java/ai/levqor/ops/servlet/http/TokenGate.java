package ai.levqor.ops.servlet.http;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets a request in that has an admin token in {@code X-ADMIN-TOKEN}, or else in {@code Authorization: Bearer}. Closed if
 * no token is configured. Safe for many threads.
 */
public final class TokenGate {
    private static final Set<String> TOKEN_NAMES = Set.of("token", "admin_token", "x-admin-token", "access_token");
    private static final String BEARER = "bearer ";
    private static final String CHALLENGE = "Bearer realm=\"levqor-ops\"";

    private final AdminTokens tokens;
    private final GuessThrottle throttle;

    /** A gate that opens to any of {@code tokens}; {@code nanos} measures how long a guesser has to wait. */
    public TokenGate(List<String> tokens, LongSupplier nanos) {
        this.tokens = new AdminTokens(tokens);
        this.throttle = new GuessThrottle(nanos);
    }

    /** Refuses a token in the query, right or wrong: a query ends up in logs and histories. */
    void refuseTokenIn(Fields query) {
        for (var name : query.values().keySet()) {
            if (TOKEN_NAMES.contains(name.toLowerCase(Locale.ROOT))) {
                throw Problem.unauthorized(
                                "admin-token-in-query",
                                "A token in the query is never accepted. Send it in the header X-ADMIN-TOKEN,"
                                        + " and replace the one that was in the query.",
                                CHALLENGE)
                        .toException();
            }
        }
    }

    /**
     * Lets a request pass that has a right token.
     *
     * @throws ProblemException if it may not pass: 401, 429, or 503 if no token is configured
     */
    void requireToken(OpsRequest request) {
        if (tokens.isEmpty()) {
            throw Problem.of(
                            503,
                            "admin-token-not-configured",
                            "No admin token",
                            "Set ADMIN_TOKEN and start again; until then this route is closed.")
                    .toException();
        }
        var token = tokenOf(request.headers());
        if (token == null) {
            throw Problem.unauthorized(
                            "admin-token-missing", "Send the admin token in the header X-ADMIN-TOKEN.", CHALLENGE)
                    .toException();
        }
        var verdict = throttle.judge(request.client().get(), () -> tokens.accept(token));
        if (verdict instanceof GuessThrottle.Verdict.Wait held) {
            throw Problem.throttled(held.rest()).toException();
        }
        if (verdict instanceof GuessThrottle.Verdict.Wrong) {
            throw Problem.unauthorized(
                            "admin-token-wrong", "The token is not accepted.", CHALLENGE + ", error=\"invalid_token\"")
                    .toException();
        }
    }

    private static @Nullable String tokenOf(OpsRequest.Headers headers) {
        var own = headers.first("X-ADMIN-TOKEN");
        if (own != null) {
            return own.strip();
        }
        var standard = headers.first("Authorization");
        return standard != null && standard.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? standard.substring(BEARER.length()).strip()
                : null;
    }
}
