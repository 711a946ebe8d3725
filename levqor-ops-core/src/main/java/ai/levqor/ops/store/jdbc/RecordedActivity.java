package ai.levqor.ops.store.jdbc;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.spi.activity.ActivityLog;
import ai.levqor.ops.spi.activity.ActivitySink;
import ai.levqor.ops.spi.activity.DayRange;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * The log of activity that is recorded in process, in a table of our own: {@code levqor_activity(user_id varchar(36), on_day
 * date, primary key (on_day, user_id))}, created if absent. A user is written as the integer or the UUID it is, a text as the
 * UUID that its hash makes. Several processes may write at once.
 */
public final class RecordedActivity implements ActivityLog {
    /** The table. */
    public static final String TABLE = "levqor_activity";

    private static final int UUID_LENGTH = 36;
    private static final int FETCH = 20_000;
    private static final String CREATE = "CREATE TABLE IF NOT EXISTS " + TABLE
            + " (user_id VARCHAR(36) NOT NULL, on_day DATE NOT NULL, PRIMARY KEY (on_day, user_id))";

    private final Jdbi jdbi;
    private volatile boolean created;

    /** A log in this database. Nothing is asked of it yet. */
    public RecordedActivity(DataSource database) {
        this.jdbi = Jdbi.create(requireNonNull(database, "database"));
    }

    /** A user's id as it is written. */
    public static String text(long high, long low) {
        return high == 0 ? Long.toString(low) : new UUID(high, low).toString();
    }

    @Override
    public void write(List<UserDay> activities) {
        asked("cannot be written", handle -> {
            try (var batch = handle.prepareBatch(insert(handle))) {
                activities.stream()
                        // in one order everywhere, so that two processes do not wait for each other
                        .sorted(Comparator.comparingInt(UserDay::epochDay)
                                .thenComparingLong(UserDay::high)
                                .thenComparingLong(UserDay::low))
                        .forEach(seen -> batch.bind("user", text(seen.high(), seen.low()))
                                .bind("day", LocalDate.ofEpochDay(seen.epochDay()))
                                .add());
                return batch.execute();
            }
        });
    }

    private static String insert(Handle handle) throws SQLException {
        var product =
                handle.getConnection().getMetaData().getDatabaseProductName().toLowerCase(Locale.ROOT);
        return switch (product) {
            case "postgresql" ->
                "INSERT INTO " + TABLE + " (user_id, on_day) VALUES (:user, :day) ON CONFLICT DO NOTHING";
            case "mysql", "mariadb" -> "INSERT IGNORE INTO " + TABLE + " (user_id, on_day) VALUES (:user, :day)";
            case "h2" -> "MERGE INTO " + TABLE + " (user_id, on_day) KEY (on_day, user_id) VALUES (:user, :day)";
            default ->
                "INSERT INTO " + TABLE + " (user_id, on_day) SELECT :user, :day WHERE NOT EXISTS (SELECT 1 FROM "
                        + TABLE + " WHERE user_id = :user AND on_day = :day)";
        };
    }

    @Override
    public void forget(long high, long low) {
        asked(
                "cannot be written",
                handle -> handle.execute("DELETE FROM " + TABLE + " WHERE user_id = ?", text(high, low)));
    }

    @Override
    public Optional<DayRange> days() {
        return asked(
                "cannot be read",
                handle -> handle.createQuery("SELECT MIN(on_day) AS first_day, MAX(on_day) AS last_day FROM " + TABLE)
                        .map((row, context) -> range(
                                row.getObject("first_day", LocalDate.class),
                                row.getObject("last_day", LocalDate.class)))
                        .one());
    }

    private static Optional<DayRange> range(@Nullable LocalDate first, @Nullable LocalDate last) {
        return first == null || last == null ? Optional.empty() : Optional.of(new DayRange(first, last.plusDays(1)));
    }

    @Override
    public void read(DayRange days, ActivitySink sink) {
        asked("cannot be read to the end", handle -> {
            var query = handle.createQuery(
                            "SELECT user_id, on_day FROM " + TABLE + " WHERE on_day >= :from AND on_day < :to")
                    .bind("from", days.from())
                    .bind("to", days.to())
                    .setFetchSize(FETCH);
            return query.scanResultSet((rows, context) -> {
                try (context;
                        var all = rows.get()) {
                    while (all.next()) {
                        hand(all.getString(1), all.getObject(2, LocalDate.class), sink);
                    }
                    return true;
                }
            });
        });
    }

    private static void hand(String user, LocalDate day, ActivitySink sink) {
        var at = Math.toIntExact(day.toEpochDay());
        if (user.length() == UUID_LENGTH) {
            var id = UUID.fromString(user);
            sink.seen(id.getMostSignificantBits(), id.getLeastSignificantBits(), at);
        } else {
            sink.seen(0, Long.parseLong(user), at);
        }
    }

    private <T> T asked(String what, HandleCallback<T, SQLException> question) {
        try {
            if (!created) {
                jdbi.useHandle(handle -> handle.execute(CREATE));
                created = true;
            }
            return jdbi.inTransaction(question);
        } catch (JdbiException | SQLException e) {
            throw Faults.of("the table " + TABLE + " " + what, e);
        }
    }
}
