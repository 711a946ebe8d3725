package ai.levqor.ops.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Lua script that the server runs as one step.
 *
 * @param name the file it is in, for people
 * @param text what it does
 * @param sha its name at the server
 */
record Script(String name, String text, String sha) {

    /** The script of this name among the resources of this package. */
    static Script named(String name) {
        return of(name, text(name));
    }

    /** The script of these files, one after the other; its name is that of the last. */
    static Script joined(String... names) {
        return of(names[names.length - 1], Stream.of(names).map(Script::text).collect(joining()));
    }

    private static Script of(String name, String text) {
        return new Script(name, text, sha(text));
    }

    private static String text(String name) {
        try (var in = Script.class.getResourceAsStream(name + ".lua")) {
            if (in == null) {
                throw new IllegalStateException("there is no script " + name);
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The command that runs it, at a server that knows it. */
    Object[] command(List<String> keys, Object... arguments) {
        var words = new ArrayList<Object>();
        words.add("EVALSHA");
        words.add(sha);
        words.add(keys.size());
        words.addAll(keys);
        words.addAll(List.of(arguments));
        return words.toArray();
    }

    private static String sha(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
