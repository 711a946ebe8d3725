package ai.levqor.ops.examples.engines;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.policy.retention.ActivityCounter;
import ai.levqor.ops.policy.retention.GapHistogram;
import ai.levqor.ops.spi.activity.DayRange;
import ai.levqor.ops.store.jdbc.ActivityTable;
import ai.levqor.ops.store.jdbc.JdbcActivityLog;
import ai.levqor.ops.store.jdbc.TimeType;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ActiveUsersOnEnginesTest {
    private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
    private static final DayRange DAYS = new DayRange(FIRST, FIRST.plusDays(90));
    private static final long DAY = 86_400;

    /** A quarter of people who come and stay away, as (user, seconds). */
    private final List<long[]> events = new ArrayList<>();

    ActiveUsersOnEnginesTest() {
        var random = new Random(42);
        for (int event = 0; event < 20_000; event++) {
            var user = (long) (3_000 * Math.pow(random.nextDouble(), 3));
            events.add(new long[] {user, (FIRST.toEpochDay() - 5) * DAY + (long) (random.nextDouble() * 100 * DAY)});
        }
    }

    @Test
    @DisplayName("Spark SQL, PostgreSQL and H2 count what the library counts in process, from the documented statement")
    void alike() throws IOException, SQLException {
        var expected = inProcess();

        var spark = spark();
        var h2 = database(h2());
        Map<String, Long> postgresql;
        try (var server = EmbeddedPostgres.builder().start()) {
            postgresql = database(server.getPostgresDatabase());
        }

        assertThat(expected).hasSizeGreaterThan(1_000);
        assertThat(spark).as("Spark SQL").isEqualTo(expected);
        assertThat(h2).as("H2").isEqualTo(expected);
        assertThat(postgresql).as("PostgreSQL").isEqualTo(expected);
    }

    private Map<String, Long> inProcess() {
        var first = (int) FIRST.toEpochDay();
        var counter = ActivityCounter.anyOrder(first, DAYS.days());
        for (var event : events) {
            var day = Math.toIntExact(event[1] / DAY);
            if (DAYS.contains(LocalDate.ofEpochDay(day))) {
                counter.seen(0, event[0], day);
            }
        }
        var gaps = counter.totals().gaps();
        var counted = new TreeMap<String, Long>();
        for (int day = first; day < first + DAYS.days(); day++) {
            for (int gap = 0; gap <= GapHistogram.MOST; gap++) {
                if (gaps.users(day, gap) > 0) {
                    counted.put(day + " " + gap, gaps.users(day, gap));
                }
            }
        }
        return counted;
    }

    private Map<String, Long> spark() throws IOException {
        var spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "4")
                .getOrCreate();
        try {
            var rows = events.stream()
                    .map(event -> RowFactory.create(event[0], event[1]))
                    .toList();
            var columns = new StructType().add("user_id", DataTypes.LongType).add("happened_at", DataTypes.LongType);
            spark.createDataFrame(rows, columns).repartition(4).createOrReplaceTempView("audit_log");
            var counted = new TreeMap<String, Long>();
            for (Row row : spark.sql(documentedStatement()).collectAsList()) {
                counted.put(row.get(0) + " " + row.get(1), row.getLong(2));
            }
            return counted;
        } finally {
            spark.stop();
        }
    }

    /** The first statement of the page, for a column of whole seconds. */
    private static String documentedStatement() throws IOException {
        var page = Files.readString(Path.of("../../docs/active-users-sql.md"));
        var from = page.indexOf("```sql") + "```sql".length();
        return page.substring(from, page.indexOf("```", from))
                .replace("DAY_OF(happened_at)", "CAST(FLOOR(happened_at / 86400.0) AS BIGINT)")
                .replace(":from", Long.toString(DAYS.from().toEpochDay() * DAY))
                .replace(":to", Long.toString(DAYS.to().toEpochDay() * DAY));
    }

    private Map<String, Long> database(DataSource database) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE audit_log (user_id BIGINT, happened_at BIGINT)");
            try (var insert = connection.prepareStatement("INSERT INTO audit_log VALUES (?, ?)")) {
                for (var event : events) {
                    insert.setLong(1, event[0]);
                    insert.setLong(2, event[1]);
                    insert.addBatch();
                }
                insert.executeBatch();
            }
        }
        var table = ActivityTable.of("audit_log", "user_id", "happened_at").withTimeType(TimeType.EPOCH_S);
        var counted = new TreeMap<String, Long>();
        new JdbcActivityLog(database, table).gaps(DAYS, (day, gap, users) -> counted.put(day + " " + gap, users));
        return counted;
    }

    private static DataSource h2() {
        var h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:engines;DB_CLOSE_DELAY=-1");
        return h2;
    }
}
