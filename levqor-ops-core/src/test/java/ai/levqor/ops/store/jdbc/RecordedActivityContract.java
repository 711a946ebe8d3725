package ai.levqor.ops.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.activity.ActivityLog.UserDay;
import ai.levqor.ops.spi.activity.ActivitySource;
import ai.levqor.ops.spi.activity.ActivitySourceContract;
import ai.levqor.ops.spi.activity.DayRange;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.assertj.core.util.Throwables;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The table of recorded activity, on a database without it. */
abstract class RecordedActivityContract extends ActivitySourceContract {
    private static final LocalDate DAY = LocalDate.parse("2026-03-01");

    private final DataSource database;
    private final AtomicBoolean away = new AtomicBoolean();
    private final RecordedActivity log;

    RecordedActivityContract(DataSource database) {
        this.database = database;
        this.log = new RecordedActivity(Cut.able(database, away));
    }

    DataSource database() {
        return database;
    }

    @Override
    protected ActivitySource source() {
        return log;
    }

    @Override
    protected void givenActivity(int user, LocalDate day) {
        log.write(List.of(seen(0, user, day)));
    }

    @Override
    protected Optional<Runnable> outage() {
        return Optional.of(() -> away.set(true));
    }

    @Test
    @DisplayName("an activity that is there stays, also if another process wrote it")
    void writtenOnce() {
        var other = new RecordedActivity(database);
        log.write(List.of(seen(0, 1, DAY), seen(0, 2, DAY)));

        other.write(List.of(seen(0, 2, DAY), seen(0, 3, DAY)));
        log.write(List.of(seen(0, 1, DAY), seen(0, 1, DAY)));

        assertThat(read(log)).hasSize(3);
    }

    @Test
    @DisplayName("every id comes back as it went in, and integers and UUIDs read as what they are")
    void idsSurvive() {
        var id = UUID.fromString("0f8fad5b-d9cb-469f-a165-70867728950e");
        var all = List.of(
                seen(0, 42, DAY),
                seen(0, -7, DAY),
                seen(0, Long.MIN_VALUE, DAY),
                seen(id.getMostSignificantBits(), id.getLeastSignificantBits(), DAY),
                seen(-1, -1, DAY));

        log.write(all);

        assertThat(read(log)).containsExactlyInAnyOrderElementsOf(all);
        List<String> texts = Jdbi.create(database)
                .withHandle(handle -> handle.createQuery("SELECT user_id FROM levqor_activity")
                        .mapTo(String.class)
                        .list());
        assertThat(texts).contains("42", "-7", id.toString());
    }

    @Test
    @DisplayName("who is forgotten is gone from all days")
    void forgets() {
        log.write(List.of(seen(0, 1, DAY), seen(0, 1, DAY.plusDays(1)), seen(0, 11, DAY)));

        log.forget(0, 1);
        log.forget(0, 99);

        assertThat(read(log)).containsExactly(seen(0, 11, DAY));
    }

    @Test
    @DisplayName("a fault tells no id, whatever the database says")
    void faultTellsNoId() {
        Jdbi.create(database)
                .useHandle(
                        handle -> handle.execute(
                                "CREATE TABLE levqor_activity"
                                        + " (user_id VARCHAR(36) CHECK (user_id <> '1234567'), on_day DATE, PRIMARY KEY (on_day, user_id))"));

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> log.write(List.of(seen(0, 1_234_567, DAY))))
                .withMessageContaining("levqor_activity")
                .satisfies(e -> assertThat(Throwables.getStackTrace(e)).doesNotContain("1234567"));
    }

    private static UserDay seen(long high, long low, LocalDate day) {
        return new UserDay(high, low, Math.toIntExact(day.toEpochDay()));
    }

    private static List<UserDay> read(RecordedActivity log) {
        var all = new ArrayList<UserDay>();
        log.read(new DayRange(DAY, DAY.plusDays(10)), (high, low, day) -> all.add(new UserDay(high, low, day)));
        return all;
    }
}
