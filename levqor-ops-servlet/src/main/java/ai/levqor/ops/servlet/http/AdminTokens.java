package ai.levqor.ops.servlet.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

/** The tokens that are accepted now, kept as digests: nothing here can print one. Immutable. */
final class AdminTokens {
    private final List<byte[]> digests;

    AdminTokens(List<String> tokens) {
        digests = tokens.stream().map(AdminTokens::digest).toList();
    }

    boolean isEmpty() {
        return digests.isEmpty();
    }

    /** Whether a token is accepted. Takes the same time for any token: digests of one length, all of them compared. */
    boolean accept(String token) {
        var given = digest(token);
        var accepted = false;
        for (var digest : digests) {
            accepted |= MessageDigest.isEqual(digest, given);
        }
        return accepted;
    }

    private static byte[] digest(String token) {
        return Sha256.of(token.getBytes(StandardCharsets.UTF_8));
    }
}
