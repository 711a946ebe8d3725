package ai.levqor.ops.local;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a command line into words. No shell reads it:
 *
 * <pre>
 * white space parts words; within '...' and "..." it does not, and the other quote is ordinary there
 * a quote may begin within a word: --name="two words" is one; '' is an empty word
 * no other character means anything: no $, no *, no |, no backslash
 * </pre>
 */
public final class CommandLine {
    private static final String RULE = "it is split at white space, but not within '...' or \"...\"";

    private CommandLine() {}

    /**
     * The words, the program first.
     *
     * @throws IllegalArgumentException if a quote is not closed, if there is no program, or if the first word is
     *     {@code NAME=value}, which only a shell understands. The message repeats no value: it may be secret
     */
    public static List<String> words(String line) {
        var words = new Splitter(line).words();
        if (words.isEmpty() || words.get(0).isBlank()) {
            throw new IllegalArgumentException("a command line must begin with a program; " + RULE);
        }
        var equals = words.get(0).indexOf('=');
        if (equals > 0 && words.get(0).substring(0, equals).matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw new IllegalArgumentException("a command line must begin with a program, and not with "
                    + words.get(0).substring(0, equals)
                    + "=...: no shell reads it, so set that in the environment of this process");
        }
        if (line.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a command line must not hold the character NUL");
        }
        return words;
    }

    private static final class Splitter {
        private final String line;
        private final List<String> words = new ArrayList<>();
        private final StringBuilder word = new StringBuilder();
        private boolean within;

        Splitter(String line) {
            this.line = line;
        }

        List<String> words() {
            for (var at = 0; at < line.length(); at++) {
                var c = line.charAt(at);
                if (c == '\'' || c == '"') {
                    at = quoted(at, c);
                } else if (Character.isWhitespace(c)) {
                    end();
                } else {
                    word.append(c);
                    within = true;
                }
            }
            end();
            return List.copyOf(words);
        }

        private int quoted(int from, char quote) {
            var to = line.indexOf(quote, from + 1);
            if (to < 0) {
                throw new IllegalArgumentException("a quote must be closed, and the " + quote + " at character "
                        + (from + 1) + " of the command line is not; " + RULE);
            }
            word.append(line, from + 1, to);
            within = true;
            return to;
        }

        private void end() {
            if (within) {
                words.add(word.toString());
                word.setLength(0);
                within = false;
            }
        }
    }
}
