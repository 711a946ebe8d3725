package ai.levqor.ops.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.http.Secrets;
import ai.levqor.ops.spi.billing.BilledCosts;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class JdbcCostTableTest {
    private static final Instant NOW = Instant.parse("2026-01-10T15:00:00Z");
    private static final LocalDate FROM = LocalDate.of(2026, 1, 1);
    private static final CostTable COSTS = new CostTable(
            "cost", "d", "amount", Optional.of("currency"), Optional.of("service"), Currency.getInstance("USD"));

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "the database adds up by day, item and currency; an empty currency is the usual one, an empty item is costs")
    void sums(Databases kind) {
        var database = table(kind, "DATE", "NUMERIC(20, 10)", """
                ('2025-12-31', 9, 'usd', 'Compute'),
                ('2026-01-01', 1.10, 'usd', 'Compute'),
                ('2026-01-01', 0.0000000001, 'USD', 'Compute'),
                ('2026-01-01', 5, 'eur', 'Compute'),
                ('2026-01-01', -0.25, NULL, 'Credit'),
                ('2026-01-02', 2, ' ', NULL),
                ('2026-01-10', 9, 'usd', 'Compute'),
                ('2026-01-11', 9, 'usd', 'Compute')""");

        var costs = new JdbcCostTable(database, COSTS).costs(FROM, NOW);

        assertThat(costs.openFrom()).isEqualTo(FROM);
        assertThat(lines(costs))
                .containsExactly(
                        "2026-01-01 Compute EUR 5",
                        "2026-01-01 Compute USD 1.1000000001",
                        "2026-01-01 Credit USD -0.25",
                        "2026-01-02 Compute EUR 0",
                        "2026-01-02 Compute USD 0",
                        "2026-01-02 Credit USD 0",
                        "2026-01-02 costs USD 2");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "without columns of the currency and the item all is one; names may be given in any case, with a schema")
    void fewerColumns(Databases kind) {
        var database = table(kind, "DATE", "INTEGER", "('2026-01-01', 1, 'eur', 'a'), ('2026-01-01', 2, 'usd', 'b')");
        var schema = kind == Databases.MARIADB ? "" : "PUBLIC.";
        var table = new CostTable(
                schema + (kind == Databases.MARIADB ? "cost" : "Cost"),
                "D",
                "Amount",
                Optional.empty(),
                Optional.empty(),
                Currency.getInstance("GBP"));

        assertThat(lines(new JdbcCostTable(database, table).costs(FROM, NOW)))
                .containsExactly("2026-01-01 costs GBP 3");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a timestamp is in UTC")
    void timestamps(Databases kind) {
        var database = table(kind, kind == Databases.MARIADB ? "DATETIME(6)" : "TIMESTAMP", "NUMERIC(12, 2)", """
                ('2025-12-31 23:59:59.999999', 9, NULL, NULL),
                ('2026-01-01 00:00:00', 1, NULL, NULL),
                ('2026-01-01 23:59:59.999999', 2, NULL, NULL),
                ('2026-01-02 00:00:00', 4, NULL, NULL),
                ('2026-01-09 23:59:59.999999', 8, NULL, NULL),
                ('2026-01-10 00:00:00', 9, NULL, NULL)""");

        assertThat(lines(new JdbcCostTable(database, COSTS).costs(FROM, NOW)))
                .containsExactly("2026-01-01 costs USD 3", "2026-01-02 costs USD 4", "2026-01-09 costs USD 8");
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "H2"})
    @DisplayName("a point in time counts for its day in UTC")
    void pointsInTime(Databases kind) {
        var database = table(kind, "TIMESTAMP WITH TIME ZONE", "NUMERIC(12, 2)", """
                (TIMESTAMP WITH TIME ZONE '2026-01-01 00:30:00+01', 9, NULL, NULL),
                (TIMESTAMP WITH TIME ZONE '2026-01-01 00:00:00+00', 1, NULL, NULL),
                (TIMESTAMP WITH TIME ZONE '2026-01-02 00:30:00+01', 2, NULL, NULL),
                (TIMESTAMP WITH TIME ZONE '2026-01-02 00:00:00+00', 4, NULL, NULL),
                (TIMESTAMP WITH TIME ZONE '2026-01-10 00:00:00+00', 9, NULL, NULL)""");

        assertThat(lines(new JdbcCostTable(database, COSTS).costs(FROM, NOW)))
                .containsExactly("2026-01-01 costs USD 3", "2026-01-02 costs USD 4");
    }

    @Test
    @DisplayName("so does a TIMESTAMP of MariaDB")
    void pointsInTimeOfMariaDb() {
        var database = table(Databases.MARIADB, Databases.MARIADB.instant(), "NUMERIC(12, 2)", """
                ('2025-12-31 23:59:59.999999', 9, NULL, NULL),
                ('2026-01-01 00:00:00', 1, NULL, NULL),
                ('2026-01-01 23:59:59.999999', 2, NULL, NULL),
                ('2026-01-10 00:00:00', 9, NULL, NULL)""");

        assertThat(lines(new JdbcCostTable(database, COSTS).costs(FROM, NOW)))
                .containsExactly("2026-01-01 costs USD 3");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("an amount may be a floating-point number")
    void floatingPoint(Databases kind) {
        var database = table(kind, "DATE", "DOUBLE PRECISION", "('2026-01-01', 0.25, NULL, NULL)");

        assertThat(lines(new JdbcCostTable(database, COSTS).costs(FROM, NOW)))
                .containsExactly("2026-01-01 costs USD 0.25");
    }

    @Test
    @DisplayName("rows without a day or an amount are left out, and their number is logged when it changes")
    void leftOut() {
        var database = table(Databases.POSTGRESQL, "DATE", "NUMERIC(12, 2)", """
                ('2026-01-01', 1, NULL, NULL),
                ('2026-01-01', NULL, NULL, NULL),
                ('2026-01-02', NULL, NULL, NULL),
                (NULL, 3, NULL, NULL)""");
        var costs = new JdbcCostTable(database, COSTS);
        try (var logs = new Secrets()) {
            assertThat(lines(costs.costs(FROM, NOW))).containsExactly("2026-01-01 costs USD 1");
            assertThat(lines(costs.costs(FROM, NOW))).containsExactly("2026-01-01 costs USD 1");

            assertThat(logs.said().stream().filter(line -> line.contains("left out")))
                    .singleElement()
                    .asString()
                    .startsWith("3 rows of the cost table have no day or no amount and were left out");
        }
    }

    @Test
    @DisplayName("a view is as good as a table, and an item may be of any type that groups")
    void view() {
        var database = Databases.POSTGRESQL.fresh();
        Jdbi.create(database)
                .useHandle(
                        handle -> handle.execute(
                                "CREATE VIEW cost AS SELECT DATE '2026-01-01' AS d, 1.5 AS amount, 'usd'::varchar AS currency, 7 AS service"));

        assertThat(lines(new JdbcCostTable(database, COSTS).costs(FROM, NOW))).containsExactly("2026-01-01 7 USD 1.5");
    }

    private static DataSource table(Databases kind, String dayType, String amountType, String rows) {
        var database = kind.fresh();
        Jdbi.create(database).useHandle(handle -> {
            handle.execute("CREATE TABLE cost (d %s, amount %s, currency VARCHAR(8), service VARCHAR(200))"
                    .formatted(dayType, amountType));
            handle.execute("INSERT INTO cost VALUES " + rows);
        });
        return database;
    }

    private static List<String> lines(BilledCosts costs) {
        return costs.lines().stream()
                .map(line -> line.day() + " " + line.item().name() + " "
                        + line.item().currency() + " "
                        + line.amount().stripTrailingZeros().toPlainString())
                .sorted()
                .toList();
    }
}
