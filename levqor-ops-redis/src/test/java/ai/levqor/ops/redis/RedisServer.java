package ai.levqor.ops.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real Redis server on loopback, with a folder of its own. Ends with this process at the latest. */
public final class RedisServer implements AutoCloseable {
    private static final String EMBEDDED = "/redis-server-6.2.6-v5-linux-amd64";
    private static final Path SYSTEM = Path.of("/usr/bin/redis-server");

    private final Path program;
    private final int port;
    private final Path folder;
    private final List<String> options;
    private final String sentinel;
    private final Thread hook = new Thread(this::kill);
    private Process process;

    private RedisServer(Path program, List<String> options) {
        this(program, options, "");
    }

    private RedisServer(Path program, List<String> options, String sentinel) {
        this.sentinel = sentinel;
        this.program = program;
        this.port = freePort();
        this.folder = newFolder();
        this.options = List.copyOf(options);
        this.process = begin();
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Redis 6.2, from a Maven artifact. Nothing is kept on disk unless the options say so ({@code --appendonly yes}). */
    public static RedisServer start(String... options) {
        return new RedisServer(Embedded.PROGRAM, List.of(options));
    }

    /** The Redis of this system, if there is one; {@link #hasSystem}. */
    public static RedisServer startSystem(String... options) {
        return new RedisServer(SYSTEM, List.of(options));
    }

    /** As {@link #startSystem}, and it speaks nothing but TLS. The test is left out where there is none that can. */
    static RedisServer startTls(TlsCertificate certificate, String... options) {
        RealWorkers.needs(SYSTEM, "redis-server of this system");
        try {
            return new RedisServer(
                    SYSTEM,
                    Stream.concat(certificate.options().stream(), Stream.of(options))
                            .toList());
        } catch (IllegalStateException e) {
            RealWorkers.needs(
                    !String.valueOf(e.getMessage()).contains("tls-"), "TLS in the redis-server of this system");
            throw e;
        }
    }

    /** A sentinel that watches the server at this port by the name "mymaster", and needs nobody else to agree that it is down. */
    static RedisServer startSentinel(int master) {
        return new RedisServer(Embedded.PROGRAM, List.of(), """
                sentinel monitor mymaster 127.0.0.1 %d 1
                sentinel down-after-milliseconds mymaster 500
                sentinel failover-timeout mymaster 3000
                """.formatted(master));
    }

    public static boolean hasSystem() {
        return Files.isExecutable(SYSTEM);
    }

    public int port() {
        return port;
    }

    private boolean tls() {
        return options.contains("--tls-cert-file");
    }

    public String url() {
        return (tls() ? "rediss" : "redis") + "://127.0.0.1:" + port;
    }

    Path folder() {
        return folder;
    }

    /** SIGKILL. What it kept on disk stays for {@link #startAgain}. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Starts it again on its port and folder. */
    public void startAgain() {
        kill();
        process = begin();
    }

    /** As {@link #startAgain}, and waits no longer than until it answers, which it does while it reads its data. */
    void startAgainReading() {
        kill();
        process = run(ofServer(), "Server initialized");
    }

    /** SIGSTOP: it answers nothing until {@link #go}. */
    public void stop() {
        signal("-STOP");
    }

    public void go() {
        signal("-CONT");
    }

    @Override
    public void close() {
        kill();
        Runtime.getRuntime().removeShutdownHook(hook);
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process begin() {
        return sentinel.isEmpty()
                ? run(ofServer(), "eady to accept connections")
                : run(ofSentinel(), "+monitor master");
    }

    private List<String> ofSentinel() {
        try {
            var file = folder.resolve("sentinel.conf");
            Files.writeString(file, "port " + port + "\nbind 127.0.0.1\n" + sentinel);
            return List.of(program.toString(), file.toString(), "--sentinel");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> ofServer() {
        var command = new ArrayList<String>(
                List.of(program.toString(), "--bind", "127.0.0.1", "--dir", folder.toString(), "--port"));
        command.addAll(tls() ? List.of("0", "--tls-port", "" + port) : List.of("" + port));
        if (options.stream().noneMatch("--save"::equals)) {
            command.addAll(List.of("--save", ""));
        }
        command.addAll(options);
        return command;
    }

    private static Process run(List<String> command, String ready) {
        try {
            var begun = new ProcessBuilder(command).redirectErrorStream(true).start();
            begun.getOutputStream().close();
            awaitReady(begun, ready);
            return begun;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads what it says until it is ready, and from then on lets it say what it likes. */
    private static void awaitReady(Process begun, String ready) throws IOException {
        var out = new BufferedReader(new InputStreamReader(begun.getInputStream(), UTF_8));
        var said = new StringBuilder();
        for (var line = out.readLine(); line != null; line = out.readLine()) {
            said.append(line).append('\n');
            if (line.contains(ready)) {
                var drain = new Thread(() -> out.lines().forEach(ignored -> {}));
                drain.setDaemon(true);
                drain.start();
                return;
            }
        }
        throw new IllegalStateException("Redis did not start:\n" + said);
    }

    private void signal(String signal) {
        try {
            var done = new ProcessBuilder("kill", signal, "" + process.pid())
                    .inheritIO()
                    .start()
                    .waitFor();
            if (done != 0) {
                throw new IllegalStateException("kill " + signal + " ended with " + done);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Redis does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("redis");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The program, unpacked once. */
    private static final class Embedded {
        static final Path PROGRAM = unpacked();

        private static Path unpacked() {
            try (var in = RedisServer.class.getResourceAsStream(EMBEDDED)) {
                if (in == null) {
                    throw new IllegalStateException("there is no Redis for this machine: " + EMBEDDED);
                }
                var folder = newFolder();
                var file = folder.resolve("redis-server");
                Files.copy(in, file);
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
                folder.toFile().deleteOnExit();
                file.toFile().deleteOnExit();
                return file;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
