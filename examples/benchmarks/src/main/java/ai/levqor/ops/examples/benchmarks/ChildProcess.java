package ai.levqor.ops.examples.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Another JVM on the same class path that answers each line by one line. */
final class ChildProcess implements AutoCloseable {
    private final Process process;
    private final BufferedWriter in;
    private final BufferedReader out;

    ChildProcess(Class<?> main, String... arguments) throws IOException {
        this(List.of(), main, arguments);
    }

    /** @param options of the JVM */
    ChildProcess(List<String> options, Class<?> main, String... arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        this.process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        this.in = process.outputWriter(StandardCharsets.UTF_8);
        this.out = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Sends a line and waits for the answer. */
    String ask(String line) throws IOException {
        in.write(line);
        in.newLine();
        in.flush();
        return answer();
    }

    /** Waits for a line. */
    String answer() throws IOException {
        return Optional.ofNullable(out.readLine()).orElseThrow(() -> new IOException("the child process has ended"));
    }

    @Override
    public void close() throws IOException {
        in.close();
        process.destroy();
    }
}
