package ai.levqor.ops.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A job that is a JSON object, as text. Only what is asked for is read or changed; every other byte stays as its producer wrote
 * it, so no number loses digits and no empty list becomes an object.
 *
 * <p><b>Threading:</b> immutable.
 */
final class JobText {
    private final String text; // a character for each byte
    private final Map<String, int[]> values;

    private JobText(String text, Map<String, int[]> values) {
        this.text = text;
        this.values = values;
    }

    /** Reads the names at the top; empty if this is no JSON object. */
    static Optional<JobText> of(byte[] bytes) {
        var text = new String(bytes, ISO_8859_1);
        try {
            return Optional.of(new JobText(text, new Scan(text).names()));
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            // It is not for us to judge: whoever added it will find out, and until then it stays where it is.
            return Optional.empty();
        }
    }

    /** A text without escapes; empty if it is not there, or something else. */
    Optional<String> plain(String name) {
        return raw(name)
                .filter(value -> value.length() > 2 && value.charAt(0) == '"' && value.indexOf('\\') < 0)
                .map(value -> value.substring(1, value.length() - 1));
    }

    /** A number; empty if it is not there, or something else. */
    Optional<Double> number(String name) {
        return raw(name).filter(value -> value.matches("-?[0-9.eE+-]+")).map(Double::valueOf);
    }

    private Optional<String> raw(String name) {
        return Optional.ofNullable(values.get(name)).map(span -> text.substring(span[0], span[1]));
    }

    /** The same with another value, which is JSON; at the end if there was none. */
    JobText with(String name, String json) {
        var span = values.get(name);
        if (span != null) {
            return again(text.substring(0, span[0]) + json + text.substring(span[1]));
        }
        var end = text.lastIndexOf('}');
        return again(text.substring(0, end) + (values.isEmpty() ? "" : ",") + '"' + name + "\":" + json
                + text.substring(end));
    }

    private static JobText again(String text) {
        return new JobText(text, new Scan(text).names());
    }

    byte[] bytes() {
        return text.getBytes(ISO_8859_1);
    }

    /** Goes through a JSON object once. */
    private static final class Scan {
        private final String text;
        private int at;

        Scan(String text) {
            this.text = text;
        }

        /** Where the value of each name is; of twins the last. */
        Map<String, int[]> names() {
            var values = new LinkedHashMap<String, int[]>();
            expect('{');
            while (next() != '}') {
                if (!values.isEmpty()) {
                    expect(',');
                    next();
                }
                var from = at;
                skipText();
                var name = text.substring(from + 1, at - 1);
                expect(':');
                next();
                var value = at;
                skip();
                values.put(name, new int[] {value, at});
            }
            at++;
            if (!text.substring(at).isBlank()) {
                throw new IllegalArgumentException("something follows the object");
            }
            return values;
        }

        /** The next character that is no white space. */
        private char next() {
            while (" \t\r\n".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
            return text.charAt(at);
        }

        private void expect(char wanted) {
            if (next() != wanted) {
                throw new IllegalArgumentException("no " + wanted + " at " + at);
            }
            at++;
        }

        private void skipText() {
            expect('"');
            while (text.charAt(at) != '"') {
                at += text.charAt(at) == '\\' ? 2 : 1;
            }
            at++;
        }

        /** Passes over a value, however deep. */
        private void skip() {
            var depth = 0;
            do {
                var now = next();
                if (now == '"') {
                    skipText();
                } else if (now == '{' || now == '[') {
                    depth++;
                    at++;
                } else if (now == '}' || now == ']') {
                    depth--;
                    at++;
                } else if (depth > 0 && (now == ',' || now == ':')) {
                    at++;
                } else {
                    skipWord();
                }
            } while (depth > 0);
        }

        private void skipWord() {
            var from = at;
            while ("+-.".indexOf(text.charAt(at)) >= 0 || Character.isLetterOrDigit(text.charAt(at))) {
                at++;
            }
            if (at == from) {
                throw new IllegalArgumentException("no value at " + at);
            }
        }
    }
}
