package ai.levqor.ops.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process with the real library of a queue, told what to do by lines. Ends with this process at the latest. */
final class RealWorkers implements AutoCloseable {
    private static final Path FOLDER = Path.of(Optional.ofNullable(System.getProperty("LEVQOR_QUEUES_DIR"))
                    .or(() -> Optional.ofNullable(System.getenv("LEVQOR_QUEUES_DIR")))
                    .orElse("target/queues"))
            .toAbsolutePath();
    private static final Path SCRIPTS = Path.of("src/test/queues").toAbsolutePath();

    private final Process process;
    private final BufferedReader answers;
    private final Path said;

    private RealWorkers(List<String> command) {
        try {
            said = Files.createTempFile("workers", ".log");
            var builder = new ProcessBuilder(command).redirectError(said.toFile());
            builder.environment()
                    .put("NODE_PATH", FOLDER.resolve("node_modules").toString());
            process = builder.start();
            answers = process.inputReader(UTF_8);
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** BullMQ, as {@code .ci/queues} installs it. */
    static RealWorkers bullMq(String library, int port, String queue) {
        needs(FOLDER.resolve("node_modules").resolve(library), library + ", which .ci/queues installs");
        return new RealWorkers(
                List.of("node", SCRIPTS.resolve("bullmq/worker.js").toString(), library, "" + port, queue));
    }

    static RealWorkers rq(int port, String queue) {
        needs(Path.of("/usr/lib/python3/dist-packages/rq"), "python3-rq");
        return new RealWorkers(
                List.of("/usr/bin/python3", SCRIPTS.resolve("rq/worker.py").toString(), "" + port, queue));
    }

    static RealWorkers stream(int port, String stream) {
        needs(Path.of("/usr/lib/python3/dist-packages/redis"), "python3-redis");
        return new RealWorkers(
                List.of("/usr/bin/python3", SCRIPTS.resolve("streams/worker.py").toString(), "" + port, stream));
    }

    static RealWorkers sidekiq(int port, String queue) {
        needs(Path.of("/usr/bin/sidekiq"), "ruby-sidekiq");
        return new RealWorkers(
                List.of("/usr/bin/ruby", SCRIPTS.resolve("sidekiq/worker.rb").toString(), "" + port, queue));
    }

    /** Passes the test over where something is not installed; fails it where it must be. */
    static void needs(Path path, String what) {
        needs(Files.exists(path), what + " (" + path + ")");
    }

    /** As {@link #needs(Path, String)}, where it is more than a file. */
    static void needs(boolean isThere, String what) {
        if (isThere) {
            return;
        }
        var message = "SKIPPED: there is no " + what;
        if ("1".equals(System.getenv("LEVQOR_REQUIRE_QUEUES"))) {
            fail(message + ", and LEVQOR_REQUIRE_QUEUES=1");
        }
        abort(message);
    }

    /** Tells it to do something, and waits for its answer. */
    String tell(String... words) {
        try {
            var in = process.outputWriter(UTF_8);
            in.write(String.join(" ", words) + "\n");
            in.flush();
            for (var line = answers.readLine(); line != null; line = answers.readLine()) {
                if (line.startsWith("= ")) {
                    return line.substring(2);
                }
                if (line.startsWith("! ")) {
                    throw new IllegalStateException(line);
                }
            }
            throw new IllegalStateException("the workers ended: " + Files.readString(said));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ready, in flight and dead, as its own library counts. */
    List<Long> counts() {
        return Stream.of(tell("counts").split(" ", -1)).map(Long::valueOf).toList();
    }

    @Override
    public void close() {
        try {
            process.outputWriter(UTF_8).close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            Files.delete(said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
