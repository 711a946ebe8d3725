package ai.levqor.ops.engine.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import ai.levqor.ops.engine.FakeTime;
import ai.levqor.ops.spi.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ActivityTest {
    private final FakeLog log = new FakeLog();
    private final FakeTime time = new FakeTime();
    private final Ear ear = new Ear();

    /** Hears what happens to activity. */
    private static final class Ear implements Activity.Listener {
        final AtomicInteger dropped = new AtomicInteger();
        final AtomicInteger filling = new AtomicInteger();
        final List<Long> forgotten = new ArrayList<>();

        @Override
        public void dropped() {
            dropped.incrementAndGet();
        }

        @Override
        public void filling() {
            filling.incrementAndGet();
        }

        @Override
        public void forgotten(long high, long low) {
            forgotten.add(low);
        }
    }

    @Test
    @DisplayName(
            "a user counts once a day, however often and from however many threads it is told, and nothing is lost")
    void onceADay() throws InterruptedException {
        var activity = activity(1_000);
        var threads = Executors.newFixedThreadPool(4);
        var start = new CountDownLatch(1);
        for (int thread = 0; thread < 4; thread++) {
            threads.execute(() -> {
                await(start);
                for (int call = 0; call < 20_000; call++) {
                    activity.record(call % 500);
                    if (call % 1_000 == 0) {
                        activity.flush();
                    }
                }
            });
        }

        start.countDown();
        end(threads);
        activity.flush();

        assertThat(log.size()).isEqualTo(500);
        assertThat(ear.dropped).hasValue(0);
        assertThat(activity.waits()).isFalse();
    }

    @Test
    @DisplayName("a full buffer drops and counts, waits for nobody, and takes again after it was written")
    void fullBuffer() {
        var activity = activity(10);
        for (int user = 0; user < 15; user++) {
            activity.record(user);
        }

        assertThat(ear.dropped).hasValue(5);
        assertThat(ear.filling).hasValue(1);
        activity.record(3);
        assertThat(ear.dropped).as("who is in the buffer is not dropped").hasValue(5);
        activity.flush();
        activity.record(14);
        activity.flush();

        assertThat(log.size()).isEqualTo(11);
    }

    @Test
    @DisplayName("what could not be written waits, and is written when the log is back")
    void logAway() {
        var activity = activity(10);
        activity.record(1);
        log.away = true;

        assertThatExceptionOfType(UnavailableException.class).isThrownBy(activity::flush);

        assertThat(activity.waits()).isTrue();
        log.away = false;
        activity.flush();
        assertThat(log.size()).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0} in {1} is {2}")
    @CsvSource({
        "2026-03-28T23:59:59.999999Z, Europe/London, 2026-03-28",
        "2026-03-29T00:00:00Z,        Europe/London, 2026-03-29",
        "2026-03-29T22:59:59.999999Z, Europe/London, 2026-03-29",
        "2026-03-29T23:00:00Z,        Europe/London, 2026-03-30",
        "2026-10-25T23:59:59.999999Z, Europe/London, 2026-10-25",
        "2026-10-26T00:00:00Z,        Europe/London, 2026-10-26",
        "2026-03-01T12:00:00Z,        Pacific/Auckland, 2026-03-02",
        "1969-12-31T23:59:59.999Z,    UTC, 1969-12-31",
    })
    @DisplayName("a day is half-open, and has 23 or 25 hours where the clocks change: ")
    void dayOfTheZone(String now, String zone, String day) {
        var activity = new Activity(Optional.of(log), setup(10, zone), time, ear);
        time.jumpTo(Instant.parse("2026-06-01T00:00:00Z"));
        activity.record(1);
        time.jumpTo(Instant.parse(now));

        activity.record(2);
        activity.flush();

        assertThat(log.byDay).containsKey(Math.toIntExact(LocalDate.parse(day).toEpochDay()));
    }

    @Test
    @DisplayName("the next day, the same user counts again")
    void nextDay() {
        var activity = activity(10);
        activity.record(1);
        activity.flush();
        time.pass(Duration.ofDays(1));

        activity.record(1);
        activity.flush();

        assertThat(log.size()).isEqualTo(2);
    }

    @Test
    @DisplayName("integers, UUIDs and texts are told apart; of a text nothing is kept but a hash, of a megabyte too")
    void kindsOfIds() {
        var activity = activity(10);
        activity.record(1);
        activity.record(new UUID(0x123L, 1));
        activity.record("anna@example.org");
        activity.record("x".repeat(1 << 20));
        activity.record("");

        activity.flush();

        assertThat(log.size()).isEqualTo(4);
        assertThat(log.byDay.values().toString()).doesNotContain("anna");
    }

    @Test
    @SuppressWarnings("NullAway") // what a host without it might do
    @DisplayName("no user is a mistake of the host's, and named")
    void nullUser() {
        var activity = activity(10);

        assertThatNullPointerException()
                .isThrownBy(() -> activity.record((UUID) null))
                .withMessage("user");
        assertThatNullPointerException()
                .isThrownBy(() -> activity.record((String) null))
                .withMessage("user");
    }

    @Test
    @DisplayName("a text is the same user in every process")
    void hashIsStable() {
        activity(10).record("anna@example.org");
        var other = activity(10);
        other.record("anna@example.org");

        other.flush();

        var seen = log.byDay.firstEntry().getValue().iterator().next();
        assertThat(String.format("%016x%016x", seen.high(), seen.low()))
                .as("the first half of the text's SHA-256")
                .isEqualTo("a3bf86238a1c59bd2f0a648af9293620");
    }

    @Test
    @DisplayName("who is forgotten is gone from the buffer, the log and the plan, and may come again")
    void forgets() {
        var activity = activity(10);
        activity.record(1);
        activity.record(2);
        activity.flush();
        time.pass(Duration.ofDays(1));
        activity.record(1);

        activity.forget(1);

        assertThat(activity.waits()).isFalse();
        assertThat(log.size()).isEqualTo(1);
        assertThat(ear.forgotten).containsExactly(1L);
        activity.record(1);
        activity.flush();
        assertThat(log.size()).isEqualTo(2);
    }

    @Test
    @DisplayName("a log that is away is told to whoever asks to forget, for nothing would be forgotten")
    void forgetNeedsTheLog() {
        var activity = activity(10);
        log.away = true;

        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> activity.forget("anna"));
        assertThat(ear.forgotten).isEmpty();
    }

    @Test
    @DisplayName("with a log of the host's nothing is recorded, and that is counted")
    void needless() {
        var activity = new Activity(Optional.empty(), setup(10, "UTC"), time, ear);

        activity.record(1);
        activity.flush();

        assertThat(ear.dropped).hasValue(1);
        assertThat(activity.waits()).isFalse();
    }

    private Activity activity(int buffer) {
        return new Activity(Optional.of(log), setup(buffer, "UTC"), time, ear);
    }

    private static RetentionSetup setup(int buffer, String zone) {
        return new RetentionSetup(ZoneId.of(zone), 400, 2, Optional.empty(), buffer, Duration.ZERO);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void end(ExecutorService threads) throws InterruptedException {
        threads.shutdown();
        assertThat(threads.awaitTermination(50, TimeUnit.SECONDS)).isTrue();
    }
}
