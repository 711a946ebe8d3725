package ai.levqor.ops.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The end of what a process said: the last 4 kB, and of these the last 20 lines, without secrets and control characters.
 * However much is said, it takes the memory of a few kB. Used by one thread.
 */
final class OutputTail {
    private static final int KEPT = 4096;
    private static final int LINES = 20;
    private static final int LINE = 300;
    private static final Pattern COLOURS = Pattern.compile("\u001b\\[[0-9;?]*[A-Za-z]");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cf}&&[^\\n]]");

    private final Secrets secrets;
    private final byte[] ring;
    private long bytes;

    OutputTail(Secrets secrets) {
        this.secrets = secrets;
        this.ring = new byte[KEPT + secrets.reach()];
    }

    void add(byte[] said, int length) {
        for (var at = Math.max(0, length - ring.length); at < length; at++) {
            ring[(int) ((bytes + at) % ring.length)] = said[at];
        }
        bytes += length;
    }

    /** How much was said in all. */
    long bytes() {
        return bytes;
    }

    /** The last lines that are not blank. If something before them is left out, the first may be cut. */
    List<String> lines() {
        var kept = (int) Math.min(bytes, ring.length);
        var all = new byte[kept];
        for (var at = 0; at < kept; at++) {
            all[at] = ring[(int) ((bytes - kept + at) % ring.length)];
        }
        var before = Math.max(0, kept - KEPT);
        var head = clean(new String(all, 0, before, UTF_8));
        var text = head + clean(new String(all, before, kept - before, UTF_8));
        var lines = secrets.mask(text, head.length())
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(OutputTail::cut)
                .toList();
        return lines.subList(Math.max(0, lines.size() - LINES), lines.size());
    }

    private static String clean(String text) {
        var plain = COLOURS.matcher(text.replace('\r', '\n')).replaceAll("");
        return CONTROL.matcher(plain.replace('\t', ' ')).replaceAll("");
    }

    private static String cut(String line) {
        return line.length() <= LINE ? line : line.substring(0, LINE) + "…";
    }
}
