package ai.levqor.ops.servlet.http;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A strong entity tag: it changes whenever a byte does. Immutable. */
public record EntityTag(String value) {
    private static final int BYTES = 12;

    /** The tag of some bytes, in quotes as it is sent. */
    public static EntityTag of(byte[] bytes) {
        return new EntityTag("\"" + HexFormat.of().formatHex(Sha256.of(bytes), 0, BYTES) + "\"");
    }

    /** Whether {@code If-None-Match} names this tag, so that the client has the bytes already. */
    public boolean isIn(@Nullable String ifNoneMatch) {
        if (ifNoneMatch == null) {
            return false;
        }
        // A weak form of the tag matches too: that is how a proxy that compresses hands it on.
        return ifNoneMatch.equals(value) || ifNoneMatch.strip().equals("*") || ifNoneMatch.contains(value);
    }
}
