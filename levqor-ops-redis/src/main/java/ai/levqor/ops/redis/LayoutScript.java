package ai.levqor.ops.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The script of one layout: what all share, then its own part. */
final class LayoutScript {
    private LayoutScript() {}

    /** The script with the own part of this name. */
    static Script of(String layout) {
        var text = Script.named("layout-head").text()
                + Script.named(layout).text()
                + Script.named("layout-tail").text();
        try {
            var digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(UTF_8));
            return new Script(layout, text, HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
