package ai.levqor.ops.servlet.http;

import java.util.ArrayList;
import java.util.List;

/**
 * One answer, ready to be written. Immutable as long as nobody writes to {@code body}, so it may be kept and given many
 * times.
 *
 * @param status the HTTP status
 * @param headers in the order they are written; no name occurs twice
 * @param body the bytes, empty for none
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes go to a socket as they are; nobody compares answers
public record OpsResponse(int status, List<Header> headers, byte[] body) {
    private static final byte[] NO_BODY = {};
    private static final Header NOSNIFF = new Header("X-Content-Type-Options", "nosniff");
    private static final Header NO_REFERRER = new Header("Referrer-Policy", "no-referrer");
    private static final Header NO_STORE = new Header("Cache-Control", "no-store");
    private static final Header JSON = new Header("Content-Type", "application/json; charset=utf-8");
    private static final Header PROBLEM = new Header("Content-Type", "application/problem+json");

    /** One header of an answer. */
    public record Header(String name, String value) {}

    public OpsResponse {
        headers = List.copyOf(headers);
    }

    /** A view as JSON, not to be stored by anyone unless the caller changes that. */
    public static OpsResponse json(int status, Object view) {
        return new OpsResponse(status, List.of(JSON, NO_STORE, NOSNIFF, NO_REFERRER), Json.write(view));
    }

    static OpsResponse problem(int status, Object view) {
        return new OpsResponse(status, List.of(PROBLEM, NO_STORE, NOSNIFF, NO_REFERRER), Json.write(view));
    }

    static OpsResponse empty(int status) {
        return new OpsResponse(status, List.of(NO_STORE, NOSNIFF, NO_REFERRER), NO_BODY);
    }

    /** The same answer with a header set; an earlier value of that name is gone. */
    public OpsResponse with(String name, String value) {
        var changed = new ArrayList<Header>(headers.size() + 1);
        for (var header : headers) {
            if (!header.name().equals(name)) {
                changed.add(header);
            }
        }
        changed.add(new Header(name, value));
        return new OpsResponse(status, changed, body);
    }

    /** What a client gets that has these very bytes already: status 304, the headers about them, and no body. */
    public OpsResponse notModified() {
        var kept = headers.stream().filter(header -> !header.equals(JSON)).toList();
        return new OpsResponse(304, kept, NO_BODY);
    }
}
