package ai.levqor.ops.examples.backend;

import ai.levqor.ops.engine.job.JobRun;
import ai.levqor.ops.engine.retention.RetentionReport;
import ai.levqor.ops.engine.retention.RetentionRow;
import ai.levqor.ops.spi.UnavailableException;
import java.io.PrintStream;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * Has active users counted once, on a thread of its own, and prints a line on how many there are. After {@link #close} it
 * prints nothing any more.
 */
final class ActiveUsersLine implements AutoCloseable {
    private final Supplier<JobRun> count;
    private final IntFunction<RetentionReport> newest;
    private final PrintStream out;
    private final Thread thread = new Thread(this::countAndPrint, "active-users");
    private boolean closed;

    /**
     * A line that is still to be printed.
     *
     * @param count has them counted, and waits for the end; if it gives the wait up, it is asked again
     * @param newest tells of the last days, so many
     */
    ActiveUsersLine(Supplier<JobRun> count, IntFunction<RetentionReport> newest, PrintStream out) {
        this.count = count;
        this.newest = newest;
        this.out = out;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Waits until it has printed, or would have. */
    void join() throws InterruptedException {
        thread.join();
    }

    private void countAndPrint() {
        var run = count.get();
        while (run.outcome() == JobRun.Outcome.RUNNING && isOpen()) {
            run = count.get();
        }
        try {
            print(run.outcome() == JobRun.Outcome.DONE ? text(newest.apply(1)) : "active users: " + run.message());
        } catch (UnavailableException e) {
            print("active users: counted, and cannot be read now: " + e.getMessage());
        }
    }

    private synchronized boolean isOpen() {
        return !closed;
    }

    private synchronized void print(String line) {
        if (!closed) {
            out.println(line);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    static String text(RetentionReport report) {
        return report.rows().stream()
                .findFirst()
                .map(ActiveUsersLine::text)
                .orElse("active users: no finished day is counted yet");
    }

    private static String text(RetentionRow row) {
        var stickiness = row.stickiness();
        return "active users: %s yesterday, %s in 7 days, %s in 30 days; stickiness %s"
                .formatted(
                        number(row.dau()),
                        number(row.wau()),
                        number(row.mau()),
                        stickiness.isPresent() ? "%.0f %%".formatted(100 * stickiness.getAsDouble()) : "unknown");
    }

    private static String number(OptionalLong users) {
        return users.isPresent() ? "%,d".formatted(users.getAsLong()) : "unknown";
    }
}
