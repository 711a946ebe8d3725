package ai.levqor.ops.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM that runs {@link Mover}. */
final class MoverJvm implements AutoCloseable {
    private final Process process;
    private final BufferedWriter toChild;
    private final BufferedReader fromChild;

    private MoverJvm(Process process) {
        this.process = process;
        this.toChild = process.outputWriter();
        this.fromChild = process.inputReader();
    }

    /** Starts one; {@link #awaitReady} waits for it. */
    static MoverJvm start(String url, int batch, String... options) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Xmx64m"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Mover.class.getName(), url, "" + batch));
        return new MoverJvm(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    MoverJvm awaitReady() throws IOException {
        var line = fromChild.readLine();
        while (line != null && !line.equals("ready")) {
            line = fromChild.readLine(); // the log of the start
        }
        assertThat(line).isEqualTo("ready");
        return this;
    }

    void redrive(String name) throws IOException {
        toChild.write(name);
        toChild.newLine();
        toChild.flush();
    }

    String hear() throws IOException {
        var line = fromChild.readLine();
        assertThat(line).as("an answer of the mover").isNotNull();
        return line;
    }

    /** SIGKILL. Gives what it had said until then. */
    List<String> kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("exit value of SIGKILL").isEqualTo(128 + 9);
        return fromChild.lines().toList();
    }

    /** SIGSTOP: it does nothing until {@link #go}. */
    void stop() throws IOException, InterruptedException {
        signal("-STOP");
    }

    void go() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", signal, "" + process.pid())
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
