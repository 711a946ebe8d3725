package ai.levqor.ops.servlet.http;

import org.jspecify.annotations.Nullable;

/** The trace id in a W3C {@code traceparent} header: {@code version-traceid-parentid-flags}, in lower-case hex. */
final class TraceParent {
    private static final int LENGTH = 55;

    private TraceParent() {}

    /** The trace id; null if the header is absent or not valid. A higher version may go on after the flags. */
    static @Nullable String traceId(@Nullable String header) {
        if (header == null || header.length() < LENGTH || header.charAt(2) != '-') {
            return null;
        }
        var version = header.substring(0, 2);
        var traceId = header.substring(3, 35);
        var parentId = header.substring(36, 52);
        var ends = header.length() == LENGTH || (!version.equals("00") && header.charAt(LENGTH) == '-');
        var valid = ends
                && header.charAt(35) == '-'
                && header.charAt(52) == '-'
                && isHex(version)
                && !version.equals("ff")
                && isHex(traceId)
                && !isZero(traceId)
                && isHex(parentId)
                && !isZero(parentId)
                && isHex(header.substring(53, LENGTH));
        return valid ? traceId : null;
    }

    private static boolean isHex(String text) {
        return text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    private static boolean isZero(String text) {
        return text.chars().allMatch(c -> c == '0');
    }
}
