package ai.levqor.ops.servlet.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;

/** Reads what a client sends, up to a limit. */
final class RequestBody {
    static final int MAX_BYTES = 64 * 1024;

    private RequestBody() {}

    /**
     * The whole body, empty for none.
     *
     * @throws ProblemException if it is too long (413) or not said to be JSON (415)
     */
    static byte[] read(OpsRequest request) {
        if (declaredLength(request.headers()) > MAX_BYTES) {
            throw tooLong();
        }
        var bytes = readUpToLimit(request);
        if (bytes.length > MAX_BYTES) {
            throw tooLong();
        }
        if (bytes.length > 0 && !isJson(request.headers())) {
            throw Problem.of(
                            415,
                            "unsupported-media-type",
                            "Unsupported media type",
                            "A body must have the Content-Type application/json.")
                    .with("Accept", "application/json")
                    .toException();
        }
        return bytes;
    }

    /** Reads one byte more than the limit at the most, and never asks for none: Tomcat waits for a byte even then. */
    private static byte[] readUpToLimit(OpsRequest request) {
        try {
            var in = request.body().open();
            var bytes = new ByteArrayOutputStream();
            var buffer = new byte[4096];
            while (bytes.size() <= MAX_BYTES) {
                var count = in.read(buffer, 0, Math.min(buffer.length, MAX_BYTES + 1 - bytes.size()));
                if (count < 0) {
                    break;
                }
                bytes.write(buffer, 0, count);
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw Problem.of(400, "unreadable-body", "Unreadable body", "The body ended before it was complete.")
                    .toException();
        }
    }

    private static long declaredLength(OpsRequest.Headers headers) {
        var length = headers.first("Content-Length");
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    private static boolean isJson(OpsRequest.Headers headers) {
        var type = headers.first("Content-Type");
        if (type == null) {
            return false;
        }
        var end = type.indexOf(';');
        var essence = end < 0 ? type : type.substring(0, end);
        return essence.strip().toLowerCase(Locale.ROOT).equals("application/json");
    }

    private static ProblemException tooLong() {
        return Problem.of(413, "body-too-long", "Body too long", "A body may have at most 64 kB.")
                .toException();
    }
}
