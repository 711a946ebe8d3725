package ai.levqor.ops.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.levqor.ops.spi.UnavailableException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JsonLogTest {
    private final List<ChildJvm> children = new ArrayList<>();
    private final Path file;

    JsonLogTest(@TempDir Path folder) {
        this.file = folder.resolve("logs/incidents.log");
    }

    @AfterEach
    void endChildren() {
        children.forEach(ChildJvm::close);
    }

    @Test
    @DisplayName("each entry is one line, and comes back exactly, the newest last")
    void entriesComeBack() throws IOException {
        var log = new JsonLog(file);
        var price = entry(1).put("price", new BigDecimal("1.10")).put("text", "line\nline \u2028 é \uD83D\uDE80");

        log.append(price);
        log.append(entry(2));

        assertThat(Files.readAllLines(file)).hasSize(2);
        assertThat(log.tail(10)).extracting(ObjectNode::toString).containsExactly(price.toString(), "{\"line\":2}");
        assertThat(log.tail(1)).extracting(ObjectNode::toString).containsExactly("{\"line\":2}");
        assertThat(log.tail(0)).isEmpty();
    }

    @Test
    @DisplayName("a log that nobody wrote to is empty, and looking at it makes no file")
    void emptyLog() {
        var log = new JsonLog(file);

        assertThat(log.tail(10)).isEmpty();
        assertThat(file.getParent()).doesNotExist();
    }

    @Test
    @DisplayName("the tail of a long log is found without its start, whatever the lines' length")
    void longLog() throws IOException {
        Files.createDirectories(file.getParent());
        var lines = IntStream.range(0, 3000)
                .mapToObj(line -> entry(line).put("pad", "é".repeat(line % 200)).toString())
                .toList();
        Files.write(file, lines);

        for (var most : List.of(1, 2, 500, 2999, 3000, 5000)) {
            assertThat(new JsonLog(file).tail(most))
                    .extracting(ObjectNode::toString)
                    .isEqualTo(lines.subList(Math.max(0, 3000 - most), 3000));
        }
    }

    @Test
    @DisplayName("lines that are no JSON object are passed over, and stay in the file")
    void foreignLines() throws IOException {
        Files.createDirectories(file.getParent());
        var text = "hello\n{\"line\":1}\n\n[1]\n{\"line\":2} and more\n{\"li\r\n3\n{\"line\":4}\r\n";
        Files.writeString(file, text);

        assertThat(new JsonLog(file).tail(10)).extracting(JsonLogTest::line).containsExactly(1, 4);
        assertThat(Files.readString(file)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"line\":", "x", "{\"line\":2} {", "[2]", "\uD83D\uDE80"})
    @DisplayName("a torn last line goes to a side file when the log is made, and nothing is lost")
    void tornLineGoesAside(String torn) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{\"line\":1}\n" + torn);
        Files.writeString(file.resolveSibling("incidents.log.torn"), "before\n");

        var log = new JsonLog(file);

        assertThat(file).hasContent("{\"line\":1}\n");
        assertThat(file.resolveSibling("incidents.log.torn")).hasContent("before\n" + torn + "\n");
        log.append(entry(3));
        assertThat(log.tail(10)).extracting(JsonLogTest::line).containsExactly(1, 3);
    }

    @Test
    @DisplayName("a whole object that only lacks its line end gets it")
    void wholeLineStays() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{\"line\":1}\n{\"line\":2}");

        assertThat(new JsonLog(file).tail(10)).extracting(JsonLogTest::line).containsExactly(1, 2);

        assertThat(Files.readString(file)).isEqualTo("{\"line\":1}\n{\"line\":2}\n");
        assertThat(file.resolveSibling("incidents.log.torn")).doesNotExist();
    }

    @Test
    @DisplayName("a line torn while the log is open is repaired by the next one; a long one too")
    void tornLineIsRepairedByTheNext() throws IOException {
        var log = new JsonLog(file);
        log.append(entry(1));
        var torn = "{\"pad\":\"" + "x".repeat(200_000);
        Files.writeString(file, Files.readString(file) + torn);

        assertThat(log.tail(10)).extracting(JsonLogTest::line).containsExactly(1);
        log.append(entry(2));

        assertThat(Files.readAllLines(file)).containsExactly("{\"line\":1}", "{\"line\":2}");
        assertThat(file.resolveSibling("incidents.log.torn")).hasContent(torn + "\n");
    }

    @Test
    @DisplayName("a full log becomes the first older one, the oldest goes, and the tail reaches into older ones")
    void fullLogMovesOn() throws IOException {
        var log = new JsonLog(file, 25, 3);

        for (int line = 10; line < 20; line++) {
            log.append(entry(line));
        }

        assertThat(names())
                .containsExactly(
                        "incidents.log", "incidents.log.1", "incidents.log.2", "incidents.log.3", "incidents.log.lock");
        assertThat(file).hasContent("{\"line\":18}\n{\"line\":19}\n");
        assertThat(file.resolveSibling("incidents.log.3")).hasContent("{\"line\":12}\n{\"line\":13}\n");
        assertThat(log.tail(100)).extracting(JsonLogTest::line).containsExactly(12, 13, 14, 15, 16, 17, 18, 19);
        assertThat(log.tail(3)).extracting(JsonLogTest::line).containsExactly(17, 18, 19);
    }

    @Test
    @DisplayName("a move that was cut short is taken up without losing an older log")
    void moveCutShort() throws IOException {
        var log = new JsonLog(file, 15, 3);
        for (int line = 10; line < 14; line++) {
            log.append(entry(line));
        }
        Files.delete(file.resolveSibling("incidents.log.3"));
        Files.move(file.resolveSibling("incidents.log.2"), file.resolveSibling("incidents.log.3"));

        log.append(entry(14));

        assertThat(log.tail(100)).extracting(JsonLogTest::line).containsExactly(11, 12, 13, 14);
    }

    @Test
    @DisplayName("a line longer than a log may be is alone in its own")
    void overlongLine() {
        var log = new JsonLog(file, 15, 3);
        log.append(entry(1));
        log.append(entry(2).put("pad", "x".repeat(100)));
        log.append(entry(3));

        assertThat(log.tail(100)).extracting(JsonLogTest::line).containsExactly(1, 2, 3);
        assertThat(file).hasContent("{\"line\":3}\n");
    }

    @Test
    @DisplayName("sizes below one are a mistake")
    void sizesAreChecked() {
        assertThatIllegalArgumentException().isThrownBy(() -> new JsonLog(file, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new JsonLog(file, 1, 0));
    }

    @Test
    @DisplayName("two processes that write at once, through many moves, lose no line and tear none")
    void twoProcesses() throws IOException {
        var one = child();
        var other = child();
        one.hear();
        other.hear();

        one.tell("log 1000 100 one");
        other.tell("log 1000 100 other");
        for (int line = 0; line < 100; line++) {
            one.hear();
            other.hear();
        }

        var log = new JsonLog(file, 1000, 50);
        var seen = log.tail(1000);
        assertThat(seen).hasSize(200);
        for (var by : List.of("one", "other")) {
            assertThat(seen.stream().filter(each -> each.get("by").asText().equals(by)))
                    .extracting(JsonLogTest::line)
                    .isEqualTo(IntStream.range(0, 100).boxed().toList());
        }
        assertThat(file.resolveSibling("incidents.log.1")).exists();
    }

    @Test
    @DisplayName("kill -9 of a writer loses no line that was confirmed")
    void killedWriter() throws IOException, InterruptedException {
        Set<Integer> confirmed = new TreeSet<>();
        try (var next = new Children(file)) {
            for (int kill = 0; kill < 10; kill++) {
                var child = next.next();
                child.tell("log 100000 100000 k" + kill);
                for (int line = 0; line <= kill; line++) {
                    confirmed.add(kill * 1000 + Integer.parseInt(child.hear()));
                }
                for (var line : child.kill()) {
                    confirmed.add(kill * 1000 + Integer.parseInt(line));
                }
            }
        }

        var found = new TreeSet<Integer>();
        for (var each : new JsonLog(file).tail(100_000)) {
            found.add(Integer.parseInt(each.get("by").asText().substring(1)) * 1000 + line(each));
        }

        assertThat(found).containsAll(confirmed).hasSizeBetween(confirmed.size(), confirmed.size() + 10);
        assertThat(Files.readString(file)).endsWith("}\n");
    }

    @Test
    @DisplayName("a disk that is full in the middle of a line is a fault, and the log ends with the line before")
    void diskFullInMidLine() throws IOException {
        new JsonLog(file).append(entry(1));
        var child = ChildJvm.startWithFileLimit(2, file);
        children.add(child);
        child.hear();

        child.tell("try-log");

        assertThat(child.hear()).startsWith("incidents.log cannot be written: File too large");
        assertThat(Files.readString(file)).isEqualTo("{\"line\":1}\n");
    }

    @Test
    @DisplayName("a folder that cannot be made is a fault on writing and no fault when the log is made")
    void noFolder() throws IOException {
        Files.writeString(file.getParent(), "a file");
        var log = new JsonLog(file);

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> log.append(entry(1)))
                .withMessageStartingWith("incidents.log cannot be written")
                .withCauseInstanceOf(IOException.class);
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> log.tail(1));
    }

    @Test
    @DisplayName("a read-only file is a fault and stays as it is; root may write to it")
    void readOnlyFile() throws IOException {
        var log = new JsonLog(file);
        log.append(entry(1));
        assertThat(file.toFile().setReadOnly()).isTrue();
        var isRoot = Files.isWritable(file);

        var failure = catchThrowable(() -> log.append(entry(2)));

        if (isRoot) {
            assertThat(failure).isNull();
        } else {
            assertThat(failure)
                    .isInstanceOf(UnavailableException.class)
                    .hasMessage("incidents.log cannot be written: Permission denied");
        }
        assertThat(log.tail(10)).extracting(JsonLogTest::line).first().isEqualTo(1);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    @DisplayName("a folder that not even root may write to is a fault on writing, and an empty log")
    void readOnlyFolder() {
        var log = new JsonLog(Path.of("/sys/incidents.log"));

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> log.append(entry(1)))
                .withMessageStartingWith("incidents.log cannot be written: ")
                .withCauseInstanceOf(IOException.class);
        assertThat(log.tail(10)).isEmpty();
    }

    @Test
    @DisplayName("a folder in the log's place is a fault; when it has gone, the log goes on")
    void folderInItsPlace() throws IOException {
        Files.createDirectories(file);
        var log = new JsonLog(file);

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> log.append(entry(1)))
                .withMessageStartingWith("incidents.log cannot be written: ");
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> log.tail(1));
        Files.delete(file);
        log.append(entry(2));

        assertThat(log.tail(10)).extracting(JsonLogTest::line).containsExactly(2);
    }

    private ChildJvm child() throws IOException {
        var child = ChildJvm.start(file);
        children.add(child);
        return child;
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(file.getParent())) {
            return files.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    private static ObjectNode entry(int line) {
        return JsonNodeFactory.instance.objectNode().put("line", line);
    }

    private static int line(ObjectNode entry) {
        return entry.get("line").intValue();
    }
}
