package ai.levqor.ops.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class JdbcCostTableFaultsTest {
    private static final Instant NOW = Instant.parse("2026-01-10T15:00:00Z");
    private static final LocalDate FROM = LocalDate.of(2026, 1, 1);
    private static final Currency USD = Currency.getInstance("USD");
    private static final CostTable COSTS = of("cost", "d", "amount", "currency", "service");

    @ParameterizedTest
    @ValueSource(strings = {"cost; DROP TABLE cost", "a\"b", "", "a.b.c", "1cost", "cost--", "co st", "a'b"})
    @DisplayName("a name that is none is a mistake that names the setting")
    void badName(String name) {
        assertThatThrownBy(() -> of(name, "d", "amount", "currency", "service"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("the cost table (OPS_COST_TABLE) must be");
        var column = name.replace("a.b.c", "a.b");
        assertThatThrownBy(() -> of("cost", column, "amount", "currency", "service"))
                .hasMessageStartingWith("the day column (OPS_COST_DAY_COLUMN) must be");
        assertThatThrownBy(() -> of("cost", "d", column, "currency", "service"))
                .hasMessageStartingWith("the amount column (OPS_COST_AMOUNT_COLUMN) must be");
        assertThatThrownBy(() -> of("cost", "d", "amount", column, "service"))
                .hasMessageStartingWith("the currency column (OPS_COST_CURRENCY_COLUMN) must be");
        assertThatThrownBy(() -> of("cost", "d", "amount", "currency", column))
                .hasMessageStartingWith("the item column (OPS_COST_ITEM_COLUMN) must be");
    }

    @ParameterizedTest
    @CsvSource({
        "nowhere, d, amount, currency, service, the cost table (OPS_COST_TABLE) \"nowhere\" is not in the database",
        "cost, x, amount, currency, service, the day column (OPS_COST_DAY_COLUMN) \"x\" is not in",
        "cost, d, x, currency, service, the amount column (OPS_COST_AMOUNT_COLUMN) \"x\" is not in",
        "cost, d, amount, x, service, the currency column (OPS_COST_CURRENCY_COLUMN) \"x\" is not in",
        "cost, d, amount, currency, x, the item column (OPS_COST_ITEM_COLUMN) \"x\" is not in",
        "cost, service, amount, currency, service, must hold a date or a timestamp",
        "cost, d, service, currency, service, 'must hold a number, such as numeric(12,2)'",
        "cost, d, amount, d, service, 'must hold a text, such as usd'"
    })
    @DisplayName("what is not there or does not fit is a mistake when it is checked, and a fault when it is read")
    void mistakes(String table, String day, String amount, String currency, String item, String words) {
        for (var kind : new Databases[] {Databases.POSTGRESQL, Databases.H2}) {
            var costs = new JdbcCostTable(
                    table(kind, "NUMERIC(12, 2)", "('2026-01-01', 1, 'usd', 'a')"),
                    of(table, day, amount, currency, item));

            assertThatThrownBy(costs::check)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining(words);
            assertThatThrownBy(() -> costs.costs(FROM, NOW))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining(words);
        }
    }

    @Test
    @DisplayName("money of PostgreSQL is no number")
    void money() {
        var costs = new JdbcCostTable(table(Databases.POSTGRESQL, "MONEY", "('2026-01-01', 1, 'usd', 'a')"), COSTS);

        assertThatThrownBy(costs::check)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("must hold a number");
    }

    @Test
    @DisplayName("a role that may not read the table is told what to grant")
    void noRight() {
        var database = table(Databases.POSTGRESQL, "NUMERIC(12, 2)", "('2026-01-01', 1, 'usd', 'a')");
        var role = "payer_" + RealPostgres.nameOf(database);
        Jdbi.create(database).useHandle(handle -> handle.execute("CREATE ROLE " + role + " LOGIN"));
        var costs = new JdbcCostTable(RealPostgres.as(role, RealPostgres.nameOf(database)), COSTS);

        assertThatThrownBy(costs::check)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("OPS_COST_TABLE")
                .hasMessageContaining("grant SELECT");
        assertThatThrownBy(() -> costs.costs(FROM, NOW))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("grant SELECT");

        Jdbi.create(database).useHandle(handle -> handle.execute("GRANT SELECT ON cost TO " + role));
        costs.check();
        assertThat(costs.costs(FROM, NOW).lines()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "NUMERIC, '''NaN''', adds up to something else than a decimal number",
        "DOUBLE PRECISION, '''NaN''', adds up to something else than a decimal number",
        "DOUBLE PRECISION, 1e300, adds up to something else than a decimal number",
        "NUMERIC, 1e13, adds up to something else than a decimal number"
    })
    @DisplayName("a sum that is no amount is a fault")
    void badSum(String type, String amount, String words) {
        var costs = new JdbcCostTable(
                table(Databases.POSTGRESQL, type, "('2026-01-01', %s, 'usd', 'a')".formatted(amount)), COSTS);

        assertThatThrownBy(() -> costs.costs(FROM, NOW))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining(words);
    }

    @Test
    @DisplayName("a currency that is none is a fault, and is not repeated")
    void badCurrency() {
        var costs = new JdbcCostTable(table(Databases.H2, "NUMERIC(12, 2)", "('2026-01-01', 1, 'hidden', 'a')"), COSTS);

        assertThatThrownBy(() -> costs.costs(FROM, NOW))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("OPS_COST_CURRENCY_COLUMN")
                .hasMessageNotContaining("hidden")
                .hasNoCause();
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    @DisplayName("a table that is locked is given up after the time there is")
    void stall(Databases kind) {
        var database = table(kind, "NUMERIC(12, 2)", "('2026-01-01', 1, 'usd', 'a')");
        var costs = new JdbcCostTable(database, COSTS, Duration.ofSeconds(1));
        try (var handle = Jdbi.create(database).open()) {
            handle.begin();
            handle.execute(kind == Databases.MARIADB ? "LOCK TABLES cost WRITE" : "LOCK TABLE cost");

            assertThatThrownBy(() -> costs.costs(FROM, NOW))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessage("the cost table was not read within 1 s");

            handle.rollback();
        }
    }

    @Test
    @DisplayName("a connection that is cut while the database works is a fault, and the next read is none")
    void cut() throws InterruptedException {
        var database = table(Databases.POSTGRESQL, "NUMERIC(12, 2)", "('2026-01-01', 1, 'usd', 'a')");
        var costs = new JdbcCostTable(database, COSTS);
        var failure = new AtomicReference<@Nullable Throwable>();
        try (var handle = Jdbi.create(database).open();
                var watcher = Jdbi.create(database).open()) {
            handle.begin();
            handle.execute("LOCK TABLE cost");
            var reader = new Thread(() -> failure.set(thrownBy(costs)));
            reader.start();
            var cut =
                    "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()";
            while (reader.isAlive()
                    && watcher.createQuery(cut).mapTo(Integer.class).one() == 0) {
                Thread.onSpinWait();
            }
            reader.join();
            handle.rollback();
        }

        assertThat(failure.get())
                .isInstanceOf(UnavailableException.class)
                .hasMessageMatching("the cost table cannot be read \\(SQL state (57P01|08006)\\)");
        assertThat(costs.costs(FROM, NOW).lines()).hasSize(1);
    }

    private static @Nullable Throwable thrownBy(JdbcCostTable costs) {
        return catchThrowable(() -> costs.costs(FROM, NOW));
    }

    private static CostTable of(String table, String day, String amount, String currency, String item) {
        return new CostTable(table, day, amount, Optional.of(currency), Optional.of(item), USD);
    }

    private static DataSource table(Databases kind, String amountType, String rows) {
        var database = kind.fresh();
        Jdbi.create(database).useHandle(handle -> {
            handle.execute("CREATE TABLE cost (d DATE, amount %s, currency VARCHAR(8), service VARCHAR(200))"
                    .formatted(amountType));
            handle.execute("INSERT INTO cost VALUES " + rows);
        });
        return database;
    }
}
