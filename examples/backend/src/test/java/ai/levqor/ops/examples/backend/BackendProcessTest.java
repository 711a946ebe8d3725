package ai.levqor.ops.examples.backend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example as a process of its own, ended from outside. */
class BackendProcessTest {

    private static final String TOKEN = "a-token-for-this-test";
    private static final ObjectMapper JSON = new ObjectMapper();

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
        for (var i = 0; i < 50; i++) {
            post(uri, "/orders?wait=false");
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
        var answer = get(ready(second), "/ops/autoscale/dryrun");

        assertThat(answer.body()).contains("\"current_workers\":4");
    }

    @Test
    @DisplayName(
            "killed in the middle of a recovery, it starts again and tells within the lease that it was interrupted")
    void killedInRecovery() throws Exception {
        var first = start(
                ForsakenBackend.class,
                Map.of("OPS_REDRIVE_RATE", "1", "OPS_RECOVER_WAIT", "0s"),
                data.path().toString());
        var uri = ready(first);
        for (var i = 0; i < 30; i++) {
            assertThat(post(uri, "/orders").statusCode()).isEqualTo(202);
        }
        var asked = post(uri, "/ops/recover?incident_id=cut-short");
        read(first, "AGAIN");
        first.destroyForcibly().waitFor();

        var second = start();
        var again = ready(second);
        read(second, "the recovery was interrupted");
        var incidents = JSON.readTree(get(again, "/ops/incidents").body()).get("incidents");

        assertThat(asked.statusCode()).isEqualTo(202);
        assertThat(incidents.get(0).get("incident_id").asText()).isEqualTo("cut-short");
        assertThat(incidents.get(0).get("outcome").asText()).isEqualTo("interrupted");
        assertThat(incidents.get(0).get("recovered").asBoolean()).isFalse();
        for (var line : Files.readAllLines(data.logs().resolve("incidents.log"))) {
            assertThat(JSON.readTree(line).get("incident_id").asText()).isEqualTo("cut-short");
        }
    }

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    private Process start() throws IOException {
        return start(
                BackendMain.class,
                Map.of(),
                "--port",
                "0",
                "--data",
                data.path().toString());
    }

    private Process start(Class<?> main, Map<String, String> environment, String... words) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("ADMIN_TOKEN", TOKEN);
        builder.environment().putAll(environment);
        var process = builder.start();
        started.add(process);
        // A read of its output hears no interrupt, but ends with the process.
        CompletableFuture.delayedExecutor(90, TimeUnit.SECONDS).execute(process::destroyForcibly);
        return process;
    }

    /** Reads on to the line that says where the backend is ready. */
    private static URI ready(Process process) throws IOException {
        return URI.create(read(process, "READY ").substring("READY ".length()));
    }

    /** Reads on to a line with these words. */
    private static String read(Process process, String words) throws IOException {
        var out = process.inputReader();
        for (var line = out.readLine(); line != null; line = out.readLine()) {
            if (line.contains(words)) {
                return line;
            }
        }
        throw new IOException("the example ended before it said " + words);
    }

    private static HttpResponse<String> get(URI backend, String path) throws Exception {
        return send(HttpRequest.newBuilder(backend.resolve(path)));
    }

    private static HttpResponse<String> post(URI backend, String path) throws Exception {
        return send(HttpRequest.newBuilder(backend.resolve(path)).POST(BodyPublishers.noBody()));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient()
                .send(request.header("X-ADMIN-TOKEN", TOKEN).build(), BodyHandlers.ofString());
    }
}
