package ai.levqor.ops.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.activity.ActivityLog.UserDay;
import ai.levqor.ops.spi.activity.ActivitySource;
import ai.levqor.ops.spi.activity.ActivitySourceContract;
import ai.levqor.ops.spi.activity.DayRange;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class InMemoryActivityLogTest extends ActivitySourceContract {
    private static final LocalDate START = LocalDate.parse("2026-03-01");

    private final InMemoryActivityLog log = new InMemoryActivityLog(LocalDate.parse("2030-01-01"));

    @Override
    protected ActivitySource source() {
        return log;
    }

    @Override
    protected void givenActivity(int user, LocalDate day) {
        log.write(List.of(seen(user, day)));
    }

    @Override
    protected Optional<Runnable> outage() {
        return Optional.empty();
    }

    @Test
    @DisplayName("a log begins on the day it was made, though nobody came before the third day")
    void beginsWhenMade() {
        var made = new InMemoryActivityLog(START);

        made.write(List.of(seen(1, START.plusDays(2))));

        assertThat(made.days()).contains(new DayRange(START, START.plusDays(3)));
    }

    @Test
    @DisplayName("a full log throws its oldest day away and begins a day later")
    void fullLogDropsTheOldestDay() {
        var full = new InMemoryActivityLog(START, 4);
        full.write(List.of(seen(1, START), seen(2, START), seen(1, START.plusDays(1)), seen(2, START.plusDays(1))));

        full.write(List.of(seen(1, START.plusDays(2))));

        assertThat(full.days()).contains(new DayRange(START.plusDays(1), START.plusDays(3)));
        assertThat(handed(full)).isEqualTo(3);
    }

    @Test
    @DisplayName("a single day that does not fit is a fault, and names the fix")
    void oneDayTooLarge() {
        var full = new InMemoryActivityLog(START, 2);
        full.write(List.of(seen(1, START), seen(2, START)));

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> full.write(List.of(seen(3, START))))
                .withMessageContaining("database");
    }

    @Test
    @DisplayName("a user who is forgotten is gone from every day, and makes room")
    void forgets() {
        var full = new InMemoryActivityLog(START, 3);
        full.write(List.of(seen(1, START), seen(2, START), seen(1, START.plusDays(1))));

        full.forget(0, 1);
        full.forget(0, 77);

        full.write(List.of(seen(3, START), seen(4, START)));
        assertThat(full.days()).contains(DayRange.of(START));
        assertThat(handed(full)).isEqualTo(3);
    }

    private static UserDay seen(long user, LocalDate day) {
        return new UserDay(0, user, Math.toIntExact(day.toEpochDay()));
    }

    private static int handed(InMemoryActivityLog log) {
        var handed = new AtomicInteger();
        log.read(log.days().orElseThrow(), (high, low, day) -> handed.incrementAndGet());
        return handed.get();
    }
}
