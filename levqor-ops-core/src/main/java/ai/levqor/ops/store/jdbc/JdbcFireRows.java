package ai.levqor.ops.store.jdbc;

import static java.time.ZoneOffset.UTC;

import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.state.Fire;
import ai.levqor.ops.spi.state.FireStore.State;
import ai.levqor.ops.store.FireRow;
import ai.levqor.ops.store.FireRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/** The rows in a table, over one connection, each of whose statements commits by itself. */
final class JdbcFireRows implements FireRows {
    /** All but {@code seq}, which the database gives. */
    static final String COLUMNS = "fire, job, owner, token, beat, state, note, taken_at, settled_at";

    /** Of more than so many that run although they are older than what is kept, the oldest go. */
    private static final int OLD_RUNNING = 100;

    private static final int MYSQL_DUPLICATE = 1062;

    private final Handle handle;
    private final FireTable table;
    private final int kept;

    JdbcFireRows(Handle handle, FireTable table, int kept) {
        this.handle = handle;
        this.table = table;
        this.kept = kept;
    }

    @Override
    public Optional<FireRow> find(Fire fire) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM " + table.name() + " WHERE fire = ?")
                .bind(0, fire.id())
                .map((row, context) -> row(row))
                .findOne();
    }

    @Override
    public boolean insert(FireRow row) {
        var sql = "INSERT INTO %s (%s) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)".formatted(table.name(), COLUMNS)
                + (table.dialect() == Dialect.POSTGRESQL ? " ON CONFLICT DO NOTHING" : "");
        return wrote(
                sql,
                row.fire().id(),
                row.fire().job(),
                row.owner(),
                row.token(),
                row.beat(),
                row.state().name(),
                row.note(),
                time(row.takenAt()),
                row.settledAt().map(this::time).orElse(null));
    }

    /** The token and the beat tell the holder: no owner is compared here, whatever a collation takes for the same. */
    @Override
    public boolean replace(FireRow found, FireRow by) {
        var sql = "UPDATE " + table.name()
                + " SET owner = ?, token = ?, beat = ?, state = ?, note = ?, taken_at = ?, settled_at = ?"
                + " WHERE fire = ? AND token = ? AND beat = ? AND state = 'RUNNING'";
        var replaced = wrote(
                sql,
                by.owner(),
                by.token(),
                by.beat(),
                by.state().name(),
                by.note(),
                time(by.takenAt()),
                by.settledAt().map(this::time).orElse(null),
                found.fire().id(),
                found.token(),
                found.beat());
        if (replaced && by.state() != State.RUNNING) {
            prune(by.fire().job());
        }
        return replaced;
    }

    @Override
    public List<FireRow> newest(String job, int most) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM " + table.name()
                        + " WHERE job = ? ORDER BY seq DESC LIMIT " + most)
                .bind(0, job)
                .map((row, context) -> row(row))
                .list();
    }

    private void prune(String job) {
        nth(job, kept, Long.MAX_VALUE).ifPresent(old -> {
            wrote("DELETE FROM " + table.name() + " WHERE job = ? AND seq <= ? AND state <> 'RUNNING'", job, old);
            nth(job, OLD_RUNNING, old)
                    .ifPresent(oldest ->
                            wrote("DELETE FROM " + table.name() + " WHERE job = ? AND seq <= ?", job, oldest));
        });
    }

    /** Where that fire of a job is which has so many newer ones, of those up to a place. */
    private Optional<Long> nth(String job, int newer, long upTo) {
        return handle.createQuery("SELECT seq FROM " + table.name()
                        + " WHERE job = ? AND seq <= ? ORDER BY seq DESC LIMIT 1 OFFSET " + newer)
                .bind(0, job)
                .bind(1, upTo)
                .mapTo(Long.class)
                .findOne();
    }

    /** Whether a statement changed a row; {@code false} too if somebody else who was at the same rows was let go first. */
    private boolean wrote(String sql, @Nullable Object... values) {
        try {
            return handle.execute(sql, values) > 0;
        } catch (JdbiException e) {
            if (isThere(e) || Faults.state(e).startsWith("40")) {
                return false;
            }
            throw e;
        }
    }

    /** Told by a key that is there twice, in the words of each database. */
    private boolean isThere(JdbiException e) {
        return switch (table.dialect()) {
            case POSTGRESQL, H2 -> Faults.state(e).equals("23505");
            case MYSQL -> Faults.code(e) == MYSQL_DUPLICATE;
            case GENERIC -> throw new IllegalStateException("no fires are kept in a generic database", e);
        };
    }

    private FireRow row(ResultSet row) throws SQLException {
        try {
            var id = row.getString(1);
            var job = row.getString(2);
            return new FireRow(
                    new Fire(job, Instant.parse(id.substring(job.length() + 1))),
                    row.getString(3),
                    row.getLong(4),
                    row.getLong(5),
                    State.valueOf(row.getString(6)),
                    row.getString(7),
                    time(row, 8).orElseThrow(),
                    time(row, 9));
        } catch (DateTimeException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new UnavailableException("the table of fires holds a row that is no fire's", e);
        }
    }

    /** MySQL's times have no zone; they are UTC. */
    private Object time(Instant at) {
        return table.dialect() == Dialect.MYSQL ? LocalDateTime.ofInstant(at, UTC) : at.atOffset(UTC);
    }

    private Optional<Instant> time(ResultSet row, int column) throws SQLException {
        return table.dialect() == Dialect.MYSQL
                ? Optional.ofNullable(row.getObject(column, LocalDateTime.class))
                        .map(at -> at.toInstant(UTC))
                : Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant);
    }
}
