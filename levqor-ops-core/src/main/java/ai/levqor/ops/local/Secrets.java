package ai.levqor.ops.local;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what must not be shown in the output of a process: the values of environment variables whose names look secret, the
 * user and password of any URL, and whatever is given as {@code password=...}, {@code token: ...} or {@code --secret ...}.
 * A value of a variable that has several lines is looked for line by line. A secret that is encoded, such as in base64, is
 * not found; nor is one of fewer than four characters.
 */
final class Secrets {
    private static final int SHORTEST = 4;
    private static final int LONGEST_PAIR = 1024;
    private static final Pattern NAME =
            Pattern.compile("TOKEN|SECRET|KEY|PASSW|PASSPHRASE|CREDENTIAL", Pattern.CASE_INSENSITIVE);
    private static final Pattern USER_INFO = Pattern.compile("://([^\\s\"'<>]*)@");
    private static final String WORD = "(?:password|passwd|passphrase|secret|token|api[_-]?key|access[_-]?key)";
    private static final Pattern PAIR = Pattern.compile(
            "(?i)" + WORD + "[\\w.-]{0,40}[\"']?\\s{0,9}[=:]\\s{0,9}[\"']?([^\\s\"']+)|(?i)--?[\\w-]{0,40}" + WORD
                    + "[\\w-]{0,40}\\s+([^\\s\"']+)|(?i)\\b(?:bearer|basic)\\s+([^\\s\"']+)");

    private final List<String> values;

    private Secrets(Collection<String> values) {
        this.values = values.stream()
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** The secrets of an environment. */
    static Secrets of(Map<String, String> environment) {
        var values = new ArrayList<String>();
        environment.forEach((name, value) -> {
            if (NAME.matcher(name).find()) {
                add(value, values);
            }
            var url = USER_INFO.matcher(value);
            while (url.find()) {
                addUrl(url.group(1), values);
            }
        });
        return new Secrets(values);
    }

    private static void addUrl(String userInfo, List<String> values) {
        var colon = userInfo.indexOf(':');
        var password = colon < 0 ? userInfo : userInfo.substring(colon + 1);
        add(userInfo, values);
        add(password, values);
        try {
            add(URLDecoder.decode(password.replace("+", "%2B"), StandardCharsets.UTF_8), values);
        } catch (IllegalArgumentException notEncoded) {
            add(password, values);
        }
    }

    private static void add(String value, List<String> values) {
        value.lines().map(String::strip).filter(it -> it.length() >= SHORTEST).forEach(values::add);
    }

    /** How many bytes before a text must be seen so that no secret in it goes unnoticed because its beginning is cut off. */
    int reach() {
        var longest = values.isEmpty() ? 0 : values.get(0).getBytes(StandardCharsets.UTF_8).length;
        return longest + LONGEST_PAIR;
    }

    /** The text with each secret replaced. */
    String mask(String text) {
        return mask(text, 0);
    }

    /**
     * The end of a text with each secret replaced, those that begin before it too.
     *
     * @param from where that end begins
     */
    String mask(String text, int from) {
        var secret = new boolean[text.length()];
        for (var value : values) {
            for (var at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
                fill(secret, at, at + value.length());
            }
        }
        mark(USER_INFO.matcher(text), secret);
        mark(PAIR.matcher(text), secret);
        var masked = new StringBuilder();
        for (var at = from; at < secret.length; at++) {
            if (!secret[at]) {
                masked.append(text.charAt(at));
            } else if (at == from || !secret[at - 1]) {
                masked.append("***");
            }
        }
        return masked.toString();
    }

    private static void mark(Matcher found, boolean[] secret) {
        while (found.find()) {
            for (var group = 1; group <= found.groupCount(); group++) {
                if (found.start(group) >= 0) {
                    fill(secret, found.start(group), found.end(group));
                }
            }
        }
    }

    private static void fill(boolean[] secret, int from, int to) {
        for (var at = from; at < to; at++) {
            secret[at] = true;
        }
    }
}
