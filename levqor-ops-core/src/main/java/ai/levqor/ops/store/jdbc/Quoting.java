package ai.levqor.ops.store.jdbc;

/** Shows a text that somebody configured: short, and in one line. */
final class Quoting {
    private static final int MOST = 80;

    private Quoting() {}

    static String shown(String text) {
        var line = text.replaceAll("\\p{Cntrl}", "?");
        return '"' + (line.length() <= MOST ? line : line.substring(0, MOST) + "...") + '"';
    }
}
