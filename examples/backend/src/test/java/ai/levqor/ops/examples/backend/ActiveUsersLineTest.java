package ai.levqor.ops.examples.backend;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.engine.job.JobProgress;
import ai.levqor.ops.engine.job.JobRun;
import ai.levqor.ops.engine.job.JobRun.Outcome;
import ai.levqor.ops.engine.retention.RetentionReport;
import ai.levqor.ops.engine.retention.RetentionRow;
import ai.levqor.ops.spi.UnavailableException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ActiveUsersLineTest {
    private static final LocalDate DAY = LocalDate.parse("2026-03-04");
    private static final JobRun RUNNING = new JobRun(
            Instant.EPOCH,
            Optional.empty(),
            Outcome.RUNNING,
            "under way",
            List.of(),
            new JobProgress("counting", 0, 1));
    private static final Instant NOW = Instant.parse("2026-03-05T00:05:00Z");

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final CountDownLatch lines = new CountDownLatch(1);
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8) {
        @Override
        public void println(String line) {
            super.println(line);
            lines.countDown();
        }
    };

    @Test
    @DisplayName("it says how many were active, in figures a person can read")
    void readable() throws InterruptedException {
        var line = new ActiveUsersLine(() -> ended(Outcome.DONE), days -> report(row(1_234, 3_210, 5_678)), out);

        line.start();

        assertThat(lines.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .isEqualToNormalizingNewlines(
                        "active users: 1,234 yesterday, 3,210 in 7 days, 5,678 in 30 days; stickiness 22 %\n");
    }

    @Test
    @DisplayName("a count that is still running is waited for")
    void running() throws InterruptedException {
        var asked = new AtomicInteger();
        var line = new ActiveUsersLine(
                () -> asked.incrementAndGet() < 3 ? RUNNING : ended(Outcome.DONE), days -> report(row(1, 2, 3)), out);

        line.start();

        assertThat(lines.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(printed.toString(StandardCharsets.UTF_8)).startsWith("active users: 1 yesterday");
        assertThat(asked).hasValue(3);
    }

    @Test
    @DisplayName("what is unknown is called unknown, and never zero")
    void unknown() {
        assertThat(ActiveUsersLine.text(report(RetentionRow.missing(DAY))))
                .isEqualTo(
                        "active users: unknown yesterday, unknown in 7 days, unknown in 30 days; stickiness unknown");
        assertThat(ActiveUsersLine.text(report())).isEqualTo("active users: no finished day is counted yet");
    }

    @Test
    @DisplayName("a count that failed is told in its own words, and so is one that cannot be read")
    void failed() throws InterruptedException {
        new ActiveUsersLine(() -> ended(Outcome.FAILED), days -> report(), out).start();
        assertThat(lines.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(printed.toString(StandardCharsets.UTF_8)).startsWith("active users: the words of FAILED");

        printed.reset();
        var second = new CountDownLatch(1);
        var line = new ActiveUsersLine(
                () -> ended(Outcome.DONE),
                days -> {
                    throw new UnavailableException("the database is away");
                },
                new PrintStream(printed, true, StandardCharsets.UTF_8) {
                    @Override
                    public void println(String text) {
                        super.println(text);
                        second.countDown();
                    }
                });
        line.start();
        assertThat(second.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("the database is away");
    }

    @Test
    @DisplayName("once closed it prints nothing, so that the summary stays the last line")
    void closed() throws InterruptedException {
        var counted = new CountDownLatch(1);
        var asked = new CountDownLatch(1);
        var line = new ActiveUsersLine(
                () -> ended(Outcome.DONE),
                days -> {
                    asked.countDown();
                    await(counted);
                    return report(row(1, 2, 3));
                },
                out);

        line.start();
        assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
        line.close();
        counted.countDown();
        line.join();

        assertThat(printed.size()).isZero();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static JobRun ended(Outcome outcome) {
        return new JobRun(
                NOW, Optional.of(NOW), outcome, "the words of " + outcome, List.of(), new JobProgress("done", 1, 1));
    }

    private static RetentionReport report(RetentionRow... rows) {
        return new RetentionReport(List.of(rows), DAY, ZoneOffset.UTC, Optional.empty());
    }

    private static RetentionRow row(long dau, long wau, long mau) {
        return new RetentionRow(
                DAY,
                OptionalLong.of(dau),
                OptionalLong.of(wau),
                OptionalLong.of(mau),
                Optional.empty(),
                RetentionRow.State.FINAL,
                Optional.of(NOW),
                Optional.empty());
    }
}
