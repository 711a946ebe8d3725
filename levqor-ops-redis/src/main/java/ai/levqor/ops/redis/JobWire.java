package ai.levqor.ops.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection as bytes, to pass many jobs from one to another without an object for each. An answer that is larger than it may
 * be is an error, and no heap that is full.
 *
 * <p><b>Threading:</b> for one thread at a time.
 */
final class JobWire {
    private static final byte[] END = {'\r', '\n'};

    /** The bytes of the shortest thing in a list: a type, and the end of a line. */
    private static final int LEAST = 3;

    private final InputStream in;
    private final OutputStream out;
    private final int largest;
    private final byte[] write = new byte[64 << 10];
    private int written;
    private byte[] read = new byte[64 << 10];
    private int at;
    private int end;

    /**
     * Takes a connection that has nothing to say and nothing to hear.
     *
     * @param largest how many bytes an answer may have
     */
    JobWire(Socket socket, int largest) throws IOException {
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
        this.largest = largest;
    }

    /** Writes a command. */
    void command(Object... words) throws IOException {
        begin(words.length);
        for (var word : Words.of(words)) {
            word(word, 0, word.length);
        }
    }

    /** Writes the beginning of a command of so many words. */
    void begin(int words) throws IOException {
        head('*', words);
    }

    /** Writes a word. */
    void word(byte[] from, int start, int length) throws IOException {
        head('$', length);
        put(from, start, length);
        put(END, 0, END.length);
    }

    private void head(char type, int number) throws IOException {
        var digits = (type + Integer.toString(number) + "\r\n").getBytes(US_ASCII);
        put(digits, 0, digits.length);
    }

    private void put(byte[] from, int start, int length) throws IOException {
        if (length > write.length - written) {
            flush();
        }
        if (length > write.length) {
            out.write(from, start, length);
        } else {
            System.arraycopy(from, start, write, written, length);
            written += length;
        }
    }

    /** Sends what is written. */
    void flush() throws IOException {
        out.write(write, 0, written);
        written = 0;
    }

    /** Jobs as they lie in the answer, until the next one is read. */
    static final class Jobs {
        private final int[] starts;
        private final int[] lengths;
        private byte[] bytes = {};

        private Jobs(int count) {
            this.starts = new int[count];
            this.lengths = new int[count];
        }

        int count() {
            return starts.length;
        }

        /** What they are parts of. */
        byte[] bytes() {
            return bytes;
        }

        int start(int job) {
            return starts[job];
        }

        int length(int job) {
            return lengths[job];
        }
    }

    /** Reads a list of texts, in place. */
    Jobs jobs() throws IOException {
        settle();
        var jobs = new Jobs(count(number('*')));
        for (int i = 0; i < jobs.count(); i++) {
            jobs.lengths[i] = length(number('$'));
            jobs.starts[i] = at;
            skip(jobs.lengths[i]);
            skip(END.length);
        }
        jobs.bytes = read;
        return jobs;
    }

    /**
     * Reads an answer.
     *
     * @return as {@link RedisLink#ask}; an error within a list is the {@link RedisFault}
     * @throws RedisFault if it is an error
     */
    @Nullable
    Object reply() throws IOException {
        settle();
        var reply = any();
        if (reply instanceof RedisFault fault) {
            throw fault;
        }
        return reply;
    }

    private @Nullable Object any() throws IOException {
        var type = next();
        return switch (type) {
            case '+' -> line();
            case '-' -> RedisFault.refused("a move", new String(line(), US_ASCII), null);
            case ':' -> digits();
            case '$' -> text(digits());
            case '*' -> list(digits());
            default -> throw strange(type);
        };
    }

    private byte @Nullable [] text(long said) throws IOException {
        if (said < 0) {
            return null;
        }
        var length = length(said);
        var start = at;
        skip(length);
        skip(END.length);
        return Arrays.copyOfRange(read, start, start + length);
    }

    private @Nullable List<@Nullable Object> list(long said) throws IOException {
        if (said < 0) {
            return null;
        }
        var count = count(said);
        var list = new ArrayList<@Nullable Object>();
        for (int i = 0; i < count; i++) {
            list.add(any());
        }
        return list;
    }

    private long number(char type) throws IOException {
        var found = next();
        if (found != type) {
            if (found == '-') {
                throw RedisFault.refused("a move", new String(line(), US_ASCII), null);
            }
            throw strange(found);
        }
        return digits();
    }

    /** Of things in a list, each of which has some bytes. */
    private int count(long said) throws IOException {
        if (said > largest / LEAST) {
            throw tooLarge();
        }
        return length(said);
    }

    private int length(long said) throws IOException {
        if (said < 0) {
            throw new IOException("the answer has nothing where something must be");
        }
        if (said > largest) {
            throw tooLarge();
        }
        return (int) said;
    }

    private IOException tooLarge() {
        return new IOException("the answer is larger than " + largest + " bytes");
    }

    private static IOException strange(int type) {
        return new IOException("the answer begins with the byte " + type);
    }

    private byte[] line() throws IOException {
        var start = at;
        while (next() != '\r') {
            // on to its end
        }
        skip(1);
        return Arrays.copyOfRange(read, start, at - END.length);
    }

    private long digits() throws IOException {
        var first = next();
        var number = first == '-' ? 0L : digit(first);
        for (var each = next(); each != '\r'; each = next()) {
            if (number > (Long.MAX_VALUE - digit(each)) / 10) {
                throw new IOException("the answer has a number that is too large");
            }
            number = number * 10 + digit(each);
        }
        skip(1);
        return first == '-' ? -number : number;
    }

    private static int digit(int each) throws IOException {
        if (each < '0' || each > '9') {
            throw new IOException("the answer has the byte " + each + " in a number");
        }
        return each - '0';
    }

    private int next() throws IOException {
        skip(1);
        return read[at - 1];
    }

    private void skip(int count) throws IOException {
        while (end - at < count) {
            more(count);
        }
        at += count;
    }

    /** Before an answer: what was read before is not needed any more. */
    private void settle() {
        System.arraycopy(read, at, read, 0, end - at);
        end -= at;
        at = 0;
    }

    private void more(int wanted) throws IOException {
        if (wanted > largest - at) {
            throw tooLarge();
        }
        if (end == read.length) {
            read = Arrays.copyOf(read, Math.min(largest, read.length * 2));
        }
        var got = in.read(read, end, read.length - end);
        if (got < 0) {
            throw new EOFException("the connection ended");
        }
        end += got;
    }
}
