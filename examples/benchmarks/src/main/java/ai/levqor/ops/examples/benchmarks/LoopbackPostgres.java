package ai.levqor.ops.examples.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.OptionalDouble;
import java.util.StringTokenizer;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** A real PostgreSQL on 127.0.0.1, started for one measurement and gone after it, also after Ctrl-C. */
final class LoopbackPostgres implements AutoCloseable {
    private static final long GIGABYTE = 1L << 30;
    private static final double TICKS_A_SECOND = 100;

    private final EmbeddedPostgres server;
    private final String settings;
    private final ProcessHandle postmaster;

    private LoopbackPostgres(EmbeddedPostgres server, String settings) throws SQLException {
        this.server = server;
        this.settings = settings;
        try (var connection = open()) {
            var backend = Integer.parseInt(Sql.text(connection, "SELECT pg_backend_pid()"));
            this.postmaster =
                    ProcessHandle.of(backend).flatMap(ProcessHandle::parent).orElseThrow();
        }
    }

    static LoopbackPostgres start() throws IOException, SQLException {
        var memory = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
        var buffers = Math.min(3 * GIGABYTE, memory / 5) >> 20;
        var settings =
                "shared_buffers=" + buffers + "MB work_mem=512MB maintenance_work_mem=512MB max_parallel_workers=2"
                        + " max_parallel_workers_per_gather=2 jit=off fsync=off autovacuum=off max_wal_size=8GB";
        var builder = EmbeddedPostgres.builder();
        for (var setting : settings.split(" ", -1)) {
            var nameAndValue = setting.split("=", -1);
            builder.setServerConfig(nameAndValue[0], nameAndValue[1]);
        }
        var server = builder.start();
        try {
            return new LoopbackPostgres(server, settings);
        } catch (SQLException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    DataSource dataSource() {
        return server.getPostgresDatabase();
    }

    Connection open() throws SQLException {
        return dataSource().getConnection();
    }

    /** CPU that all its processes have burnt so far, also those that have ended; empty where there is no /proc. */
    OptionalDouble cpuSeconds() {
        try (var children = postmaster.children()) {
            var living = children.mapToDouble(child -> ticks(child.pid(), 2)).sum();
            var ticks = ticks(postmaster.pid(), 4) + living;
            return Files.exists(Path.of("/proc/self/stat"))
                    ? OptionalDouble.of(ticks / TICKS_A_SECOND)
                    : OptionalDouble.empty();
        }
    }

    /** The sum of so many of: user, system, ended children's user, ended children's system. Zero if it has just ended. */
    private static double ticks(long pid, int fields) {
        try {
            var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            var words = new StringTokenizer(stat.substring(stat.lastIndexOf(')') + 1));
            return Stream.generate(words::nextToken)
                    .limit(words.countTokens())
                    .skip(11)
                    .limit(fields)
                    .mapToDouble(Double::parseDouble)
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    @Override
    public String toString() {
        try (var connection = open()) {
            return "PostgreSQL " + Sql.text(connection, "SHOW server_version") + " on 127.0.0.1: " + settings;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
