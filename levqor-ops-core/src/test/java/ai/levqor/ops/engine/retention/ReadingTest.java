package ai.levqor.ops.engine.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.levqor.ops.engine.retention.RetentionPlan.Progress;
import ai.levqor.ops.policy.retention.ActivityCounter;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.activity.ActivitySink;
import ai.levqor.ops.spi.activity.ActivitySource;
import ai.levqor.ops.spi.activity.DayRange;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("reading a log that hands over many rows at a time")
class ReadingTest {
    private static final int ROWS = 1_000;
    private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
    private static final DayRange DAYS = new DayRange(FIRST, FIRST.plusDays(200));
    private static final int DAY = Math.toIntExact(FIRST.toEpochDay());

    private final ActivityCounter counter = ActivityCounter.anyOrder(DAY, DAYS.days());
    private final List<Progress> progress = new ArrayList<>();
    private int handed;

    @AfterEach
    void notInterrupted() {
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    @DisplayName("counts them all, and tells the days it has met from time to time")
    void counts() {
        assertThat(reading(Long.MAX_VALUE).of(batches(130, 0))).isTrue();

        assertThat(counter.users()).isEqualTo(130 * ROWS);
        assertThat(progress)
                .extracting(Progress::done)
                .startsWith(0)
                .contains(64, 128)
                .endsWith(200);
    }

    @Test
    @DisplayName("ends once there are more users than there may be, and not at the end of the log")
    void tooMany() {
        assertThat(reading(2_500).of(batches(130, 0))).isFalse();

        assertThat(handed).isEqualTo(2);
    }

    @Test
    @DisplayName("gives up when its thread is interrupted, and leaves it so")
    void interrupted() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> reading(Long.MAX_VALUE).of(batches(130, 0)))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("interrupted");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(handed).isZero();
    }

    @Test
    @DisplayName("a day that was not asked for is the source's mistake, wherever among the rows it is")
    void foreignDay() {
        assertThatThrownBy(() -> reading(Long.MAX_VALUE).of(batches(1, 200)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not asked for");
        assertThat(counter.users()).isZero();
    }

    private Reading reading(long mostUsers) {
        return new Reading(counter, DAYS, mostUsers, "history", progress::add);
    }

    /** As many batches, each of other users on another day; the last row of each is so many days later. */
    private ActivitySource batches(int batches, int later) {
        return new ActivitySource() {
            @Override
            public Optional<DayRange> days() {
                return Optional.of(DAYS);
            }

            @Override
            public void read(DayRange days, ActivitySink sink) {
                var highs = new long[ROWS];
                var ids = new long[ROWS];
                var on = new int[ROWS];
                for (int batch = 0; batch < batches; batch++) {
                    for (int i = 0; i < ROWS; i++) {
                        ids[i] = (long) batch * ROWS + i;
                        on[i] = DAY + batch;
                    }
                    on[ROWS - 1] += later;
                    if (batch % 2 == 0) {
                        sink.seen(ids, on, ROWS);
                    } else {
                        sink.seen(highs, ids, on, ROWS);
                    }
                    handed++;
                }
            }
        };
    }
}
