package ai.levqor.ops.store.jdbc;

/** A field of a message of COPY, or an element of an array in one: its length is in the four bytes before it. */
final class CopiedField {
    private final byte[] message;
    private final int before;

    /**
     * @param before where its length is
     */
    CopiedField(byte[] message, int before) {
        this.message = message;
        this.before = before;
    }

    byte[] message() {
        return message;
    }

    int at() {
        return before + CopyFormat.LENGTH;
    }

    int length() {
        return CopyFormat.int4(message, before);
    }

    long number() {
        return CopyFormat.number(message, at(), length());
    }

    /** What comes after it. */
    CopiedField next() {
        return new CopiedField(message, at() + Math.max(0, length()));
    }
}
