package ai.levqor.ops.store.jdbc;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A text as an id of 128 bits: the first half of its SHA-256. For one thread. */
final class TextId {
    private final MessageDigest sha;
    private final byte[] digest = new byte[32];
    private final ByteBuffer halves = ByteBuffer.wrap(digest);

    TextId() {
        try {
            this.sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Hashes the text's UTF-8; then {@link #high} and {@link #low} are its id. */
    void hash(byte[] utf8, int from, int length) {
        sha.update(utf8, from, length);
        try {
            sha.digest(digest, 0, digest.length);
        } catch (java.security.DigestException e) {
            throw new IllegalStateException("32 bytes hold a SHA-256", e);
        }
    }

    long high() {
        return halves.getLong(0);
    }

    long low() {
        return halves.getLong(8);
    }
}
