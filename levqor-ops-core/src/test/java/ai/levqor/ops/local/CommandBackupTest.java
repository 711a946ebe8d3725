package ai.levqor.ops.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.levqor.ops.spi.host.BackupResult;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("a backup that is a command")
@Timeout(60)
class CommandBackupTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Path folder;

    CommandBackupTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private CommandBackup sh(String script, Map<String, String> more) {
        return new CommandBackup(List.of("sh", "-c", script), HOUR, environment(more));
    }

    private static Map<String, String> environment(Map<String, String> more) {
        var environment = new HashMap<>(System.getenv());
        environment.putAll(more);
        return environment;
    }

    @Test
    @DisplayName("is done if it ends with 0, and tells its last line")
    void done() throws Exception {
        var result = sh("echo one; echo two >&2", Map.of()).run();

        assertThat(result)
                .isEqualTo(new BackupResult(
                        true,
                        "the backup is made; two",
                        List.of("one", "two"),
                        Map.of("exit_code", 0L, "output_bytes", 8L)));
    }

    @Test
    @DisplayName("has failed if it ends otherwise")
    void failed() throws Exception {
        var result = sh("echo no space; exit 3", Map.of()).run();

        assertThat(result.done()).isFalse();
        assertThat(result.message()).isEqualTo("exit code 3; no space");
        assertThat(result.counts()).containsEntry("exit_code", 3L);
    }

    @Test
    @DisplayName("that is not there has failed, and names its program without what may be secret")
    void notFound() throws Exception {
        var command = new CommandBackup(
                List.of("./no-such-" + "hunter-two", "--password", "x"), HOUR, Map.of("A_TOKEN", "hunter-two"));

        assertThat(command.run().message()).isEqualTo("./no-such-*** cannot be started: No such file or directory");
        assertThat(command.describe()).isEqualTo("./no-such-*** with 2 arguments");
    }

    @Test
    @DisplayName("finds nothing to read, and sees DATABASE_URL, but no secret of the library")
    void environment() throws Exception {
        var secret = Map.of("ADMIN_TOKEN", "admin-token-0123456789", "DATABASE_URL", "jdbc:h2:mem:shop");

        var result = sh("cat; echo \"[$ADMIN_TOKEN] $DATABASE_URL\"", secret).run();

        assertThat(result.tail()).containsExactly("[] jdbc:h2:mem:shop");
    }

    @Test
    @DisplayName("shows no secret that it prints")
    void masked() throws Exception {
        var secret = Map.of("SHOP_PASSWORD", "correct-horse");

        var result = sh("echo \"using $SHOP_PASSWORD\"; exit 1", secret).run();

        assertThat(result.toString()).doesNotContain("correct-horse");
        assertThat(result.message()).isEqualTo("exit code 1; using ***");
    }

    @Test
    @DisplayName("may say 50 MB, of which a few kB are kept")
    void flood() throws Exception {
        var before = threadBytes();

        var result = sh("head -c 50000000 /dev/zero | tr '\\0' 'a'; echo; echo end", Map.of())
                .run();

        assertThat(result.counts()).containsEntry("output_bytes", 50_000_005L);
        assertThat(result.message()).endsWith("; end");
        assertThat(threadBytes() - before).isLessThan(4_000_000);
    }

    private static long threadBytes() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadAllocatedBytes();
    }

    @Test
    @DisplayName("that leaves a process behind is not waited for longer than it runs itself")
    void leftBehind() throws Exception {
        var pid = folder.resolve("pid");

        var result =
                sh("sleep 300 & echo $! > " + pid + "; echo done", Map.of()).run();

        assertThat(result.message()).isEqualTo("the backup is made; done");
        var left =
                ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
        assertThat(left.isAlive()).isTrue();
        left.destroyForcibly();
    }

    @Test
    @DisplayName("is stopped when its time is over, with every process that it began")
    void stopped() throws Exception {
        var result = new CommandBackup(tree("sleep 300"), environment(Map.of()), limits(Duration.ofSeconds(5))).run();

        assertThat(result.done()).isFalse();
        assertThat(result.message()).isEqualTo("stopped after 1h");
        assertThat(pids()).hasSize(3).noneMatch(CommandBackupTest::runs);
    }

    @Test
    @DisplayName("that does not listen is made to end, and so is what it began")
    void deaf() throws Exception {
        var deaf = tree("trap '' TERM; while :; do sleep 0.1; done");

        var result = new CommandBackup(deaf, environment(Map.of()), limits(Duration.ofMillis(200))).run();

        assertThat(result.message()).isEqualTo("stopped after 1h");
        assertThat(pids()).hasSize(3).noneMatch(CommandBackupTest::runs);
    }

    @Test
    @DisplayName("is stopped when its thread is interrupted, and the interrupt goes on")
    void interrupted() throws Exception {
        var command = new CommandBackup(tree("sleep 300"), HOUR, environment(Map.of()));
        var end = new CompletableFuture<Throwable>();
        var thread = new Thread(() -> {
            try {
                end.complete(new AssertionError("ended with " + command.run()));
            } catch (Throwable e) {
                end.complete(e);
            }
        });
        thread.start();
        while (!Files.exists(folder.resolve("ready"))) {
            Thread.onSpinWait();
        }

        thread.interrupt();

        assertThat(end.get()).isInstanceOf(InterruptedException.class);
        assertThat(pids()).hasSize(3).noneMatch(CommandBackupTest::runs);
    }

    @Test
    @DisplayName("takes a program and some time")
    void refused() {
        assertThatThrownBy(() -> new CommandBackup(List.of(), HOUR, Map.of())).hasMessageContaining("a program");
        assertThatThrownBy(() -> new CommandBackup(List.of("a"), Duration.ZERO, Map.of()))
                .hasMessage("most must be > 0, was PT0S");
    }

    /** A shell, its child and its grandchild; each writes its id down, and the last says that all are there. */
    private List<String> tree(String work) {
        var last = "echo $$ >> '" + folder + "/pids'; touch '" + folder + "/ready'; " + work;
        return List.of(
                "sh",
                "-c",
                "echo $$ >> '" + folder + "/pids'; sh -c \"echo \\$\\$ >> '" + folder + "/pids'; sh '" + script(last)
                        + "'; exit 0\"; exit 0");
    }

    private Path script(String text) {
        try {
            return Files.writeString(folder.resolve("last.sh"), text + "\nexit 0\n");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The hour is over as soon as every process is there. */
    private CommandBackup.Limits limits(Duration grace) {
        LongSupplier ticker = () -> Files.exists(folder.resolve("ready")) ? HOUR.toNanos() : 0;
        return new CommandBackup.Limits(HOUR, grace, Duration.ofSeconds(5), ticker);
    }

    private List<Long> pids() throws IOException {
        return Files.readAllLines(folder.resolve("pids")).stream()
                .map(Long::parseLong)
                .toList();
    }

    /** A process that nobody has asked for its end is none any more. */
    private static boolean runs(long pid) {
        try (Stream<String> status = Files.lines(Path.of("/proc", String.valueOf(pid), "status"))) {
            return status.noneMatch(line -> line.startsWith("State:") && line.contains("Z"));
        } catch (IOException | UncheckedIOException gone) {
            return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
        }
    }
}
