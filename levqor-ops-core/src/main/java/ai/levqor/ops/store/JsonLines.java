package ai.levqor.ops.store;

import ai.levqor.ops.store.JsonLog.Tail;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A file of one JSON object a line, looked at from its end. */
final class JsonLines {
    private static final int FIRST_LOOK = 64 * 1024;
    private static final int LAST_LOOK = 256 * 1024 * 1024;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private JsonLines() {}

    /** The last objects in their order, at most so many, and what is between them; none if there is no such file. */
    static Tail last(Path file, int most) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            for (int look = FIRST_LOOK; ; look *= 4) {
                var from = Math.max(0, channel.size() - look);
                var found = tail(lines(bytes(channel, from), from == 0), most);
                if (found.lines().size() >= most || from == 0 || look == LAST_LOOK) {
                    return found;
                }
            }
        } catch (NoSuchFileException e) {
            return new Tail(List.of(), 0);
        }
    }

    private static Tail tail(List<Optional<ObjectNode>> lines, int most) {
        var objects = new ArrayList<ObjectNode>();
        var passedOver = 0;
        for (int at = lines.size(); at > 0 && objects.size() < most; at--) {
            lines.get(at - 1).ifPresent(objects::add);
            passedOver += lines.get(at - 1).isPresent() ? 0 : 1;
        }
        Collections.reverse(objects);
        return new Tail(objects, passedOver);
    }

    /** Whether the last line has no end. */
    static boolean isTorn(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.size() > 0 && bytes(channel, channel.size() - 1)[0] != '\n';
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Ends a torn last line that is a whole object, and moves any other over to {@code fragments}. */
    static boolean repair(Path file, Path fragments) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            var start = startOfLastLine(channel);
            var line = bytes(channel, start);
            if (object(line, 0, line.length).isPresent()) {
                append(channel, new byte[] {'\n'});
            } else {
                try (var out = FileChannel.open(fragments, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                    append(out, line);
                    append(out, new byte[] {'\n'});
                    out.force(true);
                }
                channel.truncate(start);
            }
            channel.force(true);
            return true;
        }
    }

    private static long startOfLastLine(FileChannel channel) throws IOException {
        for (long look = FIRST_LOOK; ; look *= 4) {
            var from = Math.max(0, channel.size() - look);
            var bytes = bytes(channel, from);
            for (int at = bytes.length; at > 0; at--) {
                if (bytes[at - 1] == '\n') {
                    return from + at;
                }
            }
            if (from == 0) {
                return 0;
            }
        }
    }

    /** Each line that is not empty; of one that is no object, nothing. */
    private static List<Optional<ObjectNode>> lines(byte[] bytes, boolean startsWithLine) {
        var lines = new ArrayList<Optional<ObjectNode>>();
        var start = startsWithLine ? 0 : bytes.length;
        for (int at = 0; at <= bytes.length; at++) {
            if (at == bytes.length || bytes[at] == '\n') {
                if (start < at) {
                    lines.add(object(bytes, start, at - start));
                }
                start = at + 1;
            }
        }
        return lines;
    }

    private static Optional<ObjectNode> object(byte[] bytes, int start, int length) {
        try {
            JsonNode node = JSON.readTree(bytes, start, length);
            return node instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory can always be read", e);
        }
    }

    private static byte[] bytes(FileChannel channel, long from) throws IOException {
        var buffer = ByteBuffer.allocate(Math.toIntExact(channel.size() - from));
        while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) >= 0) {}
        return buffer.array();
    }

    private static void append(FileChannel channel, byte[] bytes) throws IOException {
        channel.position(channel.size());
        for (var rest = ByteBuffer.wrap(bytes); rest.hasRemaining(); ) {
            channel.write(rest);
        }
    }
}
