package ai.levqor.ops.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import ai.levqor.ops.redis.RedisFault.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("a connection as bytes")
class JobWireTest {
    private static final int LARGEST = 1 << 20;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    /** One at which these parts come, each by itself. */
    private JobWire wire(int largest, String... parts) throws IOException {
        InputStream in = InputStream.nullInputStream();
        for (var part : parts) {
            in = new SequenceInputStream(in, new ByteArrayInputStream(part.getBytes(ISO_8859_1)));
        }
        return new JobWire(new Wired(in, said), largest);
    }

    private static final class Wired extends Socket {
        private final InputStream in;
        private final OutputStream out;

        Wired(InputStream in, OutputStream out) {
            this.in = in;
            this.out = out;
        }

        @Override
        public InputStream getInputStream() {
            return in;
        }

        @Override
        public OutputStream getOutputStream() {
            return out;
        }
    }

    private static List<String> texts(JobWire.Jobs jobs) {
        return IntStream.range(0, jobs.count())
                .mapToObj(i -> new String(jobs.bytes(), jobs.start(i), jobs.length(i), ISO_8859_1))
                .toList();
    }

    /** Texts for bytes. */
    private static @Nullable Object readable(@Nullable Object reply) {
        if (reply instanceof byte[] bytes) {
            return new String(bytes, ISO_8859_1);
        }
        if (reply instanceof RedisFault fault) {
            return fault.code();
        }
        return reply instanceof List<?> list
                ? Arrays.asList(list.stream().map(JobWireTest::readable).toArray())
                : reply;
    }

    static Stream<Arguments> replies() {
        return Stream.of(
                Arguments.of("+OK\r\n", "OK"),
                Arguments.of("+\r\n", ""),
                Arguments.of(":0\r\n", 0L),
                Arguments.of(":1203\r\n", 1203L),
                Arguments.of(":-17\r\n", -17L),
                Arguments.of(":9223372036854775807\r\n", Long.MAX_VALUE),
                Arguments.of("$0\r\n\r\n", ""),
                Arguments.of("$5\r\na\r\n\0\u00ff\r\n", "a\r\n\0\u00ff"),
                Arguments.of("$-1\r\n", null),
                Arguments.of("*-1\r\n", null),
                Arguments.of("*0\r\n", List.of()),
                Arguments.of("*3\r\n$1\r\na\r\n:2\r\n$-1\r\n", Arrays.asList("a", 2L, null)),
                Arguments.of(
                        "*3\r\n:1\r\n-WRONGTYPE Operation\r\n*2\r\n+QUEUED\r\n*-1\r\n",
                        List.of(1L, "WRONGTYPE", Arrays.asList("QUEUED", null))));
    }

    @ParameterizedTest
    @MethodSource("replies")
    @DisplayName("reads an answer as it is, wherever it is parted, and leaves what comes after it")
    void answers(String sent, @Nullable Object expected) throws IOException {
        for (int part = 0; part <= sent.length(); part++) {
            var wire = wire(LARGEST, sent.substring(0, part), sent.substring(part) + ":42\r\n");

            assertThat(readable(wire.reply())).as("parted at " + part).isEqualTo(expected);
            assertThat(wire.reply()).isEqualTo(42L);
        }
    }

    @ParameterizedTest
    @MethodSource("replies")
    @DisplayName("tells an answer that ends early, at every byte of it")
    void answerCut(String sent, @Nullable Object expected) throws IOException {
        for (int length = 0; length < sent.length(); length++) {
            var wire = wire(LARGEST, sent.substring(0, length));

            assertThatExceptionOfType(EOFException.class)
                    .as("%s cut at %d", expected, length)
                    .isThrownBy(wire::reply);
        }
    }

    @Test
    @DisplayName("reads jobs of any bytes in place, wherever they are parted, and tells if they end early")
    void jobs() throws IOException {
        var sent = "*4\r\n$0\r\n\r\n$9\r\n$3\r\nabc\r\n\r\n$2\r\n\r\n\r\n$3\r\n\0\u00ff*\r\n";
        for (int part = 0; part <= sent.length(); part++) {
            var wire = wire(LARGEST, sent.substring(0, part), sent.substring(part) + "*0\r\n*1\r\n$1\r\nz\r\n");

            assertThat(texts(wire.jobs())).containsExactly("", "$3\r\nabc\r\n", "\r\n", "\0\u00ff*");
            assertThat(texts(wire.jobs())).isEmpty();
            assertThat(texts(wire.jobs())).containsExactly("z");
        }
        for (int length = 0; length < sent.length(); length++) {
            assertThatExceptionOfType(EOFException.class).isThrownBy(wire(LARGEST, sent.substring(0, length))::jobs);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-OOM command not allowed\r\n", "*2\r\n$1\r\na\r\n-OOM of one\r\n"})
    @DisplayName("tells an error in the place of jobs, or of one of them")
    void jobsRefused(String sent) throws IOException {
        assertThatExceptionOfType(RedisFault.class)
                .isThrownBy(wire(LARGEST, sent)::jobs)
                .withMessage("a move was refused: OOM, the server's memory is full")
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED));
    }

    @Test
    @DisplayName("tells an error, and goes on with what comes after it")
    void refused() throws IOException {
        var wire = wire(LARGEST, "-EXECABORT Transaction discarded\r\n:1\r\n");

        assertThatExceptionOfType(RedisFault.class)
                .isThrownBy(wire::reply)
                .satisfies(e -> assertThat(e.code()).isEqualTo("EXECABORT"))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED));
        assertThat(wire.reply()).isEqualTo(1L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 400 Bad Request\r\n\r\n",
                "\u00ff",
                "\r\n",
                ":1x\r\n",
                ":\r\n",
                ":--1\r\n",
                ":+1\r\n",
                ":1\n2\r\n",
                "$1:\r\na\r\n",
                "*2\r\n:1\r\nx",
                ":9223372036854775808\r\n",
                ":99999999999999999999999\r\n",
                "$99999999999\r\n",
                "*99999999999\r\n",
                "*2147483647\r\n"
            })
    @DisplayName("tells what is no answer")
    void strange(String sent) throws IOException {
        assertThatIOException().isThrownBy(wire(LARGEST, sent)::reply);
        assertThatIOException().isThrownBy(wire(LARGEST, "*1\r\n" + sent)::reply);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*-1\r\n",
                ":1\r\n",
                "$1\r\na\r\n",
                "*x\r\n",
                "*1\r\n$-1\r\n",
                "*1\r\n:1\r\n",
                "*1\r\n$x\r\n",
                "*1\r\n$99999999999\r\n",
                "*1\r\n$2147483647\r\n",
                "*99999999999\r\n",
                "*2147483647\r\n",
                "*1000000\r\n",
                "\u00ff"
            })
    @DisplayName("tells what are no jobs")
    void strangeJobs(String sent) throws IOException {
        assertThatIOException().isThrownBy(wire(LARGEST, sent)::jobs).isNotInstanceOf(EOFException.class);
    }

    @Test
    @DisplayName("reads an answer as large as it may be, and none that has a byte more")
    void limit() throws IOException {
        var text = "x".repeat(99_990);
        var largest = "$99990\r\n" + text + "\r\n";
        assertThat(largest).hasSize(100_000);

        assertThat(wire(100_000, largest).reply()).isEqualTo(text.getBytes(ISO_8859_1));
        assertThat(texts(wire(100_004, "*1\r\n" + largest).jobs())).containsExactly(text);
        assertTooLarge(() -> wire(99_999, largest).reply());
        assertTooLarge(() -> wire(100_003, "*1\r\n" + largest).jobs());
        assertTooLarge(() -> wire(99_999, "+" + text.repeat(2)).reply());
        assertTooLarge(
                () -> wire(99_999, "*30000\r\n" + ":1\r\n".repeat(30_000)).reply());
    }

    private static void assertTooLarge(ThrowingCallable reading) {
        assertThatIOException().isThrownBy(reading).withMessageStartingWith("the answer is larger than ");
    }

    @Test
    @DisplayName("counts the limit for each answer alone")
    void limitOfEach() throws IOException {
        var wire =
                wire(200_000, "$150000\r\n" + "x".repeat(150_000) + "\r\n$150000\r\n" + "y".repeat(150_000) + "\r\n");

        assertThat(wire.reply()).isEqualTo("x".repeat(150_000).getBytes(ISO_8859_1));
        assertThat(wire.reply()).isEqualTo("y".repeat(150_000).getBytes(ISO_8859_1));
    }

    @Test
    @DisplayName("has room for more jobs than its first buffer, and for others after them")
    void grows() throws IOException {
        var jobs = IntStream.range(0, 40)
                .mapToObj(i -> "" + (char) ('a' + i % 26))
                .map(letter -> letter.repeat(9_999))
                .toList();
        var sent = new StringBuilder("*40\r\n");
        jobs.forEach(job -> sent.append("$9999\r\n").append(job).append("\r\n"));
        var wire = wire(LARGEST, sent.toString(), sent + "+OK\r\n");

        assertThat(texts(wire.jobs())).isEqualTo(jobs);
        assertThat(texts(wire.jobs())).isEqualTo(jobs);
        assertThat(wire.reply()).isEqualTo("OK".getBytes(ISO_8859_1));
    }

    @Test
    @DisplayName("writes a command as it must be, when it is flushed")
    void writes() throws IOException {
        var wire = wire(LARGEST);

        wire.command("LRANGE", "jobs:dead", -250, -1L, new byte[] {0, -1, 13, 10});
        assertThat(said.size()).isZero();
        wire.flush();

        assertThat(said.toString(ISO_8859_1))
                .isEqualTo("*5\r\n$6\r\nLRANGE\r\n$9\r\njobs:dead\r\n$4\r\n-250\r\n$2\r\n-1\r\n$4\r\n\0\u00ff\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_530, 65_534, 65_535, 65_536, 65_537, 200_000})
    @DisplayName("writes words of every size in their order, also such as are larger than its buffer")
    void largeWords(int size) throws IOException {
        var wire = wire(LARGEST);
        var large = ("<" + "x".repeat(size) + ">").getBytes(ISO_8859_1);
        var expected = new StringBuilder("*4\r\n$5\r\nLPUSH\r\n");

        wire.begin(4);
        wire.word("LPUSH".getBytes(ISO_8859_1), 0, 5);
        for (int word = 0; word < 3; word++) {
            wire.word(large, 1, size);
            expected.append("$")
                    .append(size)
                    .append("\r\n")
                    .append("x".repeat(size))
                    .append("\r\n");
        }
        wire.flush();

        assertThat(said.toString(ISO_8859_1)).isEqualTo(expected.toString());
    }
}
