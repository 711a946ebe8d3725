package ai.levqor.ops.store;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.spi.state.FlagStore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** Another JVM that runs {@link Writer}: it is told a line, answers in lines, and ends when its input does. */
final class ChildJvm implements AutoCloseable {
    private static final String CLASS_PATH = Stream.of(
                    Writer.class,
                    FileFlagStore.class,
                    FlagStore.class,
                    JsonFactory.class,
                    JsonNode.class,
                    JsonInclude.class,
                    LoggerFactory.class)
            .map(ChildJvm::origin)
            .distinct()
            .collect(Collectors.joining(File.pathSeparator));

    private final Process process;
    private final BufferedWriter toChild;
    private final BufferedReader fromChild;

    private ChildJvm(List<String> command) throws IOException {
        this.process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        this.toChild = process.outputWriter();
        this.fromChild = process.inputReader();
    }

    static ChildJvm start(Path file) throws IOException {
        return new ChildJvm(java(file));
    }

    /** One that may write no file longer than so many blocks of 512 bytes: the kernel's own way to say "full". */
    static ChildJvm startWithFileLimit(int blocks, Path file) throws IOException {
        var command = new ArrayList<>(List.of("sh", "-c", "ulimit -f " + blocks + " && exec \"$@\"", "sh"));
        command.addAll(java(file));
        return new ChildJvm(command);
    }

    void tell(String line) throws IOException {
        toChild.write(line);
        toChild.newLine();
        toChild.flush();
    }

    String hear() throws IOException {
        var line = fromChild.readLine();
        assertThat(line).as("an answer of the child").isNotNull();
        return line;
    }

    /** Ends it at once, as {@code kill -9} does, and gives what it had said until then. */
    List<String> kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        assertThat(process.waitFor(60, TimeUnit.SECONDS))
                .as("the child is dead")
                .isTrue();
        assertThat(process.exitValue()).as("exit value of SIGKILL").isEqualTo(128 + 9);
        return fromChild.lines().toList();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static List<String> java(Path file) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Xmx64m",
                "-cp",
                CLASS_PATH,
                Writer.class.getName(),
                file.toString());
    }

    private static String origin(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
