package ai.levqor.ops.local;

import ai.levqor.ops.spi.host.BackupJob;
import ai.levqor.ops.spi.host.BackupResult;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A backup that is a command. It is done if the command ends with 0; all else is a failure. The command runs in the working
 * directory of this process, and no shell reads it. Its input is empty. Both of its outputs are read as they come; of what
 * it said the last lines are kept, without secrets. Processes that it leaves behind when it ends by itself are left alone.
 *
 * <p>It inherits the environment, because a backup may need {@code DATABASE_URL} or {@code REDIS_URL}, but not what this
 * library alone needs: {@link #WITHHELD}.
 *
 * <p>When its time is over, or the thread is interrupted, it is asked to end, with every process that it began, and is made
 * to end if it does not: after five seconds, or after one if the thread was interrupted.
 */
public final class CommandBackup implements BackupJob {
    /** The environment variables that a command does not see. */
    public static final Set<String> WITHHELD =
            Set.of("ADMIN_TOKEN", "STRIPE_SECRET_KEY", "OPENAI_ADMIN_KEY", "TELEGRAM_BOT_TOKEN", "JWT_SECRET");

    private static final Logger LOG = LoggerFactory.getLogger(CommandBackup.class);

    /** As JDK 17 says it, {@code error=2, No such file}, and JDK 25, {@code error: 2 (No such file)}. */
    private static final Pattern REASON = Pattern.compile("error(?:=|: )[0-9]+(?:, | \\()([^()=]+)\\)?\\s*$");

    private static final int CHUNK = 64 * 1024;
    private static final long LONGEST_NAP = 50;
    private static final long LAST_WORDS = 250;

    private final List<String> words;
    private final Map<String, String> environment;
    private final Secrets secrets;
    private final Limits limits;

    /**
     * How long things may take.
     *
     * @param most the command
     * @param grace the end of the command, once it was asked for
     * @param hurry the same after an interrupt
     */
    record Limits(Duration most, Duration grace, Duration hurry, LongSupplier ticker) {}

    /**
     * A command that has not run.
     *
     * @param words the program and its arguments, as {@link CommandLine#words} makes them
     * @param most how long it may take, above zero
     * @param environment of this process
     */
    public CommandBackup(List<String> words, Duration most, Map<String, String> environment) {
        this(words, environment, new Limits(most, Duration.ofSeconds(5), Duration.ofSeconds(1), System::nanoTime));
    }

    CommandBackup(List<String> words, Map<String, String> environment, Limits limits) {
        if (words.isEmpty()) {
            throw new IllegalArgumentException("words must hold a program");
        }
        if (limits.most().isNegative() || limits.most().isZero()) {
            throw new IllegalArgumentException("most must be > 0, was " + limits.most());
        }
        this.words = List.copyOf(words);
        this.secrets = Secrets.of(environment);
        var seen = new HashMap<>(environment);
        seen.keySet().removeAll(WITHHELD);
        this.environment = Map.copyOf(seen);
        this.limits = limits;
    }

    /** What runs, without what may be secret: the program, and how many arguments it has. */
    public String describe() {
        var arguments = words.size() - 1;
        return program() + (arguments == 1 ? " with 1 argument" : " with " + arguments + " arguments");
    }

    private String program() {
        return secrets.mask(words.get(0)).replaceAll("\\p{Cntrl}", "");
    }

    @Override
    public BackupResult run() throws InterruptedException {
        var builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return BackupResult.failed(program() + " cannot be started: " + reason(e));
        }
        return new Run(process).result();
    }

    /** What the system says, such as {@code No such file or directory}. The exception itself repeats more. */
    private static String reason(IOException e) {
        var match = REASON.matcher(String.valueOf(e.getMessage()));
        return match.find() ? match.group(1) : "the system refuses it";
    }

    /** One run of the command. */
    private final class Run {
        private final Process process;
        private final long begun = limits.ticker().getAsLong();
        private final OutputTail tail = new OutputTail(secrets);
        private final byte[] chunk = new byte[CHUNK];

        Run(Process process) {
            this.process = process;
        }

        BackupResult result() throws InterruptedException {
            try {
                process.getOutputStream().close();
            } catch (IOException e) {
                LOG.debug("the input of the backup was closed already", e);
            }
            try (var output = process.getInputStream()) {
                return await(output) ? exited() : stopped();
            } catch (IOException e) {
                throw new IllegalStateException("the output of the backup cannot be closed", e);
            } finally {
                process.destroyForcibly();
            }
        }

        /** Whether it ended by itself; it is stopped if it did not, and if the thread was interrupted. */
        private boolean await(InputStream output) throws InterruptedException {
            try {
                for (var nap = 1L; process.isAlive(); nap = Math.min(2 * nap, LONGEST_NAP)) {
                    if (Thread.interrupted()) {
                        throw new InterruptedException();
                    }
                    if (limits.ticker().getAsLong() - begun >= limits.most().toNanos()) {
                        stop(output, limits.grace());
                        return false;
                    }
                    if (read(output)) {
                        nap = 1;
                    } else {
                        var unused = process.waitFor(nap, TimeUnit.MILLISECONDS);
                    }
                }
                readLast(output, LAST_WORDS);
                return true;
            } catch (InterruptedException e) {
                stop(output, limits.hurry());
                throw e;
            }
        }

        /**
         * Reads what is there, and never waits for more: a process that is left behind may hold the output open for ever.
         */
        private boolean read(InputStream output) {
            try {
                var there = Math.min(output.available(), chunk.length);
                var length = there > 0 ? output.read(chunk, 0, there) : 0;
                tail.add(chunk, Math.max(0, length));
                return length > 0;
            } catch (IOException closedByItsEnd) {
                LOG.debug("the output of the backup has ended", closedByItsEnd);
                return false;
            }
        }

        /** What is said last may come a moment after the end. */
        private void readLast(InputStream output, long millis) throws InterruptedException {
            var most = 64L * CHUNK;
            var before = tail.bytes();
            for (var quiet = 0L; quiet < millis && tail.bytes() - before < most; quiet += 5) {
                if (read(output)) {
                    quiet = 0;
                } else {
                    Thread.sleep(5);
                }
            }
        }

        private void stop(InputStream output, Duration grace) {
            var tree = new ProcessTree(process);
            try {
                if (!ends(tree, output, grace, tree::ask)) {
                    tree.force();
                    var unused = ends(tree, output, limits.hurry(), tree::force);
                }
            } catch (InterruptedException e) {
                tree.force();
                Thread.currentThread().interrupt();
            }
        }

        private boolean ends(ProcessTree tree, InputStream output, Duration within, Runnable push)
                throws InterruptedException {
            var from = System.nanoTime();
            push.run();
            while (!tree.isGone()) {
                if (System.nanoTime() - from >= within.toNanos()) {
                    return false;
                }
                if (!read(output)) {
                    Thread.sleep(10);
                }
            }
            return true;
        }

        private BackupResult exited() {
            var code = process.exitValue();
            var lines = tail.lines();
            var last = lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1);
            return new BackupResult(
                    code == 0,
                    code == 0 ? "the backup is made; " + last : "exit code " + code + "; " + last,
                    lines,
                    Map.of("exit_code", (long) code, "output_bytes", tail.bytes()));
        }

        private BackupResult stopped() {
            return new BackupResult(
                    false, "stopped after " + words(limits.most()), tail.lines(), Map.of("output_bytes", tail.bytes()));
        }
    }

    private static String words(Duration time) {
        var text = new StringBuilder();
        append(text, time.toDaysPart(), "d");
        append(text, time.toHoursPart(), "h");
        append(text, time.toMinutesPart(), "m");
        append(text, time.toSecondsPart(), "s");
        append(text, time.toMillisPart(), "ms");
        return text.toString().strip();
    }

    private static void append(StringBuilder text, long amount, String unit) {
        if (amount > 0) {
            text.append(amount).append(unit).append(' ');
        }
    }
}
