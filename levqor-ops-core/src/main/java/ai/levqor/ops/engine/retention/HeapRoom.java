package ai.levqor.ops.engine.retention;

/**
 * The part of the heap that users may take while their days are counted.
 *
 * @param bytes how much that is
 */
record HeapRoom(long bytes) {
    private static final int BYTES_A_USER = 48;
    private static final int DAYS_A_WORD = 64;

    /** A quarter of what this process may have. */
    static HeapRoom quarter() {
        return new HeapRoom(Runtime.getRuntime().maxMemory() / 4);
    }

    /** The users that fit, with a bit for each of so many days; one at least. */
    long users(int days) {
        return Math.max(1, bytes / (BYTES_A_USER + 8L * (1 + days / DAYS_A_WORD)));
    }
}
