package ai.levqor.ops.servlet.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a request is refused, or failed, as RFC 9457 has it. Never holds a stack trace or a value that the client sent.
 *
 * @param status the HTTP status, 400 or more
 * @param code stable and for programs, such as {@code admin-token-missing}
 * @param title the kind of problem, the same for every occurrence
 * @param detail what to do about it, for a person
 * @param errors each field that breaks its rule
 * @param headers that the answer needs besides
 */
public record Problem(
        int status,
        String code,
        String title,
        String detail,
        List<FieldError> errors,
        List<OpsResponse.Header> headers) {

    /**
     * A field that breaks its rule.
     *
     * @param field its name
     * @param rule what it must be
     */
    public record FieldError(String field, String rule) {}

    public Problem {
        errors = List.copyOf(errors);
        headers = List.copyOf(headers);
    }

    /** A problem that its detail explains. */
    public static Problem of(int status, String code, String title, String detail) {
        return new Problem(status, code, title, detail, List.of(), List.of());
    }

    static Problem invalid(List<FieldError> errors) {
        var first = errors.get(0);
        var detail = first.field() + " " + first.rule() + (errors.size() == 1 ? "." : ", and more.");
        return new Problem(400, "invalid-request", "Invalid request", detail, errors, List.of());
    }

    static Problem malformed(String field, String rule) {
        return invalid(List.of(new FieldError(field, rule)));
    }

    static Problem unauthorized(String code, String detail, String challenge) {
        return of(401, code, "Not authorized", detail).with("WWW-Authenticate", challenge);
    }

    static Problem throttled(Duration wait) {
        return of(
                        429,
                        "too-many-wrong-tokens",
                        "Too many wrong tokens",
                        "Tokens are not looked at before the time in Retry-After (seconds) is over.")
                .with("Retry-After", Long.toString(wait.plusNanos(999_999_999).toSeconds()));
    }

    static Problem internal() {
        return of(
                500,
                "internal-error",
                "Internal error",
                "The request could not be answered; the log of the application says why.");
    }

    /** The same problem with one more header on its answer. */
    public Problem with(String name, String value) {
        var more = new ArrayList<>(headers);
        more.add(new OpsResponse.Header(name, value));
        return new Problem(status, code, title, detail, errors, more);
    }

    /** Leaves the handler with this problem as the answer. */
    public ProblemException toException() {
        return new ProblemException(this);
    }

    OpsResponse response(OpsRequest request) {
        var view = new View(
                "https://levqor.ai/problems/" + code,
                title,
                status,
                detail,
                request.path(),
                code,
                errors,
                TraceParent.traceId(request.headers().first("traceparent")));
        var response = OpsResponse.problem(status, view);
        for (var header : headers) {
            response = response.with(header.name(), header.value());
        }
        return response;
    }

    private record View(
            String type,
            String title,
            int status,
            String detail,
            String instance,
            String code,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldError> errors,

            @JsonProperty("traceId") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String traceId) {}
}
