package ai.levqor.ops.examples.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A JVM that runs an instance. Ends with its input, and so with this process at the latest. */
final class Child {
    private static final String ENDED = "ENDED";

    private final Process process;
    private final PrintStream input;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    Child(String name, Path folder, Map<String, String> environment) throws IOException {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Instance.class.getName());
        builder.directory(folder.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("OPS_INSTANCE", name);
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        process = builder.start();
        input = new PrintStream(process.getOutputStream(), true, UTF_8);
        var reader = new Thread(this::read, "lines of " + name);
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            out.lines().forEach(lines::add);
            lines.add(ENDED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for a line. */
    String await(Predicate<String> wanted) throws InterruptedException {
        for (int i = 0; i < 10_000; i++) {
            var line = lines.poll(60, TimeUnit.SECONDS);
            assertThat(line).as("a line in time").isNotNull().isNotEqualTo(ENDED);
            if (wanted.test(line)) {
                return line;
            }
        }
        throw new AssertionError("it said much, and never that");
    }

    /** Forgets what it has said until now. */
    void forget() {
        lines.clear();
    }

    void say(String line) {
        input.println(line);
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGSTOP or SIGCONT. */
    void signal(String signal) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + signal, "" + process.pid())
                        .start()
                        .waitFor())
                .isZero();
    }

    /** Ends its input, and waits for its end. */
    void end() throws InterruptedException {
        input.close();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
