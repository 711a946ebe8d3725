package ai.levqor.ops.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The words of a command, as bytes. */
final class Words {
    private Words() {}

    /** From texts, bytes and whole numbers. */
    static byte[][] of(Object... words) {
        var bytes = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            bytes[i] = words[i] instanceof byte[] given
                    ? given
                    : words[i].toString().getBytes(UTF_8);
        }
        return bytes;
    }
}
