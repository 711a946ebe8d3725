package ai.levqor.ops.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

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
        try (var in = Script.class.getResourceAsStream(name + ".lua")) {
            if (in == null) {
                throw new IllegalStateException("there is no script " + name);
            }
            var text = new String(in.readAllBytes(), UTF_8);
            return new Script(name, text, sha(text));
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
