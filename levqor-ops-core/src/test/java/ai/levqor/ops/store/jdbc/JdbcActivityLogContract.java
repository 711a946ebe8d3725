package ai.levqor.ops.store.jdbc;

import ai.levqor.ops.spi.activity.ActivitySource;
import ai.levqor.ops.spi.activity.ActivitySourceContract;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** A host's log promises what every source of activity promises. */
abstract class JdbcActivityLogContract extends ActivitySourceContract {
    private final Jdbi jdbi;
    private final AtomicBoolean away = new AtomicBoolean();
    private final JdbcActivityLog log;

    JdbcActivityLogContract(DataSource database) {
        this.jdbi = Jdbi.create(database);
        this.log = new JdbcActivityLog(Cut.able(database, away), ActivityTable.of("audit", "who", "at"));
        jdbi.useHandle(handle -> handle.execute("CREATE TABLE audit (who VARCHAR(40), at TIMESTAMP WITH TIME ZONE)"));
    }

    @Override
    protected ActivitySource source() {
        return log;
    }

    @Override
    protected void givenActivity(int user, LocalDate day) {
        jdbi.useHandle(handle -> handle.execute(
                "INSERT INTO audit VALUES (?, CAST(? AS TIMESTAMP WITH TIME ZONE))",
                "user-" + user,
                day + " 23:59:59.999999+00"));
    }

    @Override
    protected Optional<Runnable> outage() {
        return Optional.of(() -> away.set(true));
    }
}
