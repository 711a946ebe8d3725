package ai.levqor.ops.examples.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The example as a process of its own, ended from outside. */
@Timeout(180)
class BackendProcessTest {

    private final DataFolder data;
    private final List<Process> started = new ArrayList<>();

    BackendProcessTest(@TempDir Path folder) {
        this.data = new DataFolder(folder);
    }

    @Test
    @DisplayName("a signal drains it: every accepted order is done, it sums up and ends with 0")
    void signal() throws Exception {
        var process = start();
        var out = process.inputReader();
        var uri = ready(process);
        var order = HttpRequest.newBuilder(uri.resolve("/orders?wait=false"))
                .POST(BodyPublishers.noBody())
                .build();
        for (var i = 0; i < 50; i++) {
            HttpClient.newHttpClient().send(order, BodyHandlers.discarding());
        }

        process.toHandle().destroy(); // unlike Process.destroy it leaves the output open

        var lines = out.lines().toList();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(lines.get(lines.size() - 1)).startsWith("SUMMARY ").contains(" 0 lost, 0 done twice");
    }

    @Test
    @DisplayName("killed between the flag and the workers, it comes up with the workers of the flag")
    void killed() throws Exception {
        var first = start();
        ready(first);
        Files.writeString(data.flags(), Files.readString(data.flags()).replace(": 2", ": 4"));
        first.destroyForcibly().waitFor();

        var second = start();
        var dryRun = HttpRequest.newBuilder(ready(second).resolve("/ops/autoscale/dryrun"))
                .build();
        var answer = HttpClient.newHttpClient().send(dryRun, BodyHandlers.ofString());

        assertThat(answer.body()).contains("\"current_workers\":4");
    }

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    private Process start() throws IOException {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        BackendMain.class.getName(),
                        "--port",
                        "0",
                        "--data",
                        data.path().toString())
                .redirectErrorStream(true)
                .start();
        started.add(process);
        return process;
    }

    /** Reads on to the line that says where the backend is ready. */
    private static URI ready(Process process) throws IOException {
        var out = process.inputReader();
        for (var line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("READY ")) {
                return URI.create(line.substring("READY ".length()));
            }
        }
        throw new IOException("the example ended before it was ready");
    }
}
