package ai.levqor.ops.engine.retention;

import static ai.levqor.ops.engine.retention.LoggedHistory.day;
import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.store.jdbc.Databases;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurablePlanInFileTest {
    private final Path folder;

    DurablePlanInFileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    @DisplayName("nights in an H2 file that is closed between them, and one who is forgotten, end in the same figures")
    void closedEachNight() {
        var database = file();
        var history = LoggedHistory.in(database, Databases.H2).withDays(0, 40);
        DurablePlanDeathTest.plan(database, true).bringUpTo(day(39), progress -> {});

        for (int day = 40; day < 48; day++) {
            history.nextDay(day);
            DurablePlanDeathTest.plan(file(), day % 2 == 0).bringUpTo(day(day), progress -> {});
        }
        var plan = DurablePlanDeathTest.plan(file(), true);
        history.assertAll(plan, 48);
        var user = asked("SELECT MIN(user_id) FROM user_last_seen");
        plan.forget(0, user);

        assertThat(asked("SELECT COUNT(*) FROM user_last_seen WHERE user_id = " + user))
                .isZero();
        history.assertAll(DurablePlanDeathTest.plan(file(), true), 48);
    }

    private long asked(String query) {
        return Jdbi.create(file())
                .withHandle(
                        handle -> handle.createQuery(query).mapTo(Long.class).one());
    }

    /** A database that is closed, and its file with it, whenever nobody is in it. */
    private DataSource file() {
        var h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:file:" + folder.resolve("log"));
        return h2;
    }
}
