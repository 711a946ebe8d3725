package ai.levqor.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.levqor.ops.engine.cost.CostSetup.Pace;
import ai.levqor.ops.policy.forecast.CostSource.Fixed;
import ai.levqor.ops.policy.forecast.CostSource.Fixed.Per;
import ai.levqor.ops.policy.forecast.Money;
import ai.levqor.ops.policy.forecast.RateTable;
import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.billing.BilledCosts;
import ai.levqor.ops.spi.billing.BillingSource;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The settings of costs")
class CostSettingsTest {
    private static final Currency USD = Currency.getInstance("USD");
    private static final Currency EUR = Currency.getInstance("EUR");

    @Test
    @DisplayName("unset, name nothing that costs, and the best method")
    void defaults() {
        var costs = OpsSettings.of(Map.of()).costs();

        assertThat(costs.method().name()).isEqualTo("median6");
        assertThat(costs.fixed()).isEmpty();
        assertThat(costs.rates()).isEqualTo(RateTable.none(USD));
        assertThat(costs.pace())
                .isEqualTo(new Pace(Duration.ofMinutes(15), Duration.ofMinutes(10), Duration.ofSeconds(25)));
        assertThat(OpsSettings.of(Map.of()).forecastFile()).hasToString("last_forecast.json");
    }

    @Test
    @DisplayName("name prices, per hour, day, month or year, in a currency of their own if need be")
    void prices() {
        var costs = OpsSettings.of(Map.of(
                        "OPS_COST_FIXED", "replit=20/month, redis=0.5eur/day,Big GPU=1.25/hour,domain=12/year",
                        "OPS_COST_RATES", "eur=1.08,gbp=1.27",
                        "OPS_FORECAST_METHOD", "trend",
                        "OPS_COST_REFRESH", "6h"))
                .costs();

        assertThat(costs.fixed())
                .containsExactly(
                        price("replit", USD, "20", Per.MONTH),
                        price("redis", EUR, "0.5", Per.DAY),
                        price("Big GPU", USD, "1.25", Per.HOUR),
                        price("domain", USD, "12", Per.YEAR));
        assertThat(costs.rates()).isEqualTo(new RateTable(USD, Map.of(EUR, 1.08, Currency.getInstance("GBP"), 1.27)));
        assertThat(costs.method().name()).isEqualTo("trend");
        assertThat(costs.pace().refreshEvery()).isEqualTo(Duration.ofHours(6));
    }

    private static Fixed price(String name, Currency currency, String amount, Per per) {
        return new Fixed(name, new Money(currency, new BigDecimal(amount)), per, Optional.empty());
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "OPS_COST_FIXED | replit | prices such as replit=20/month",
                "OPS_COST_FIXED | replit=20/week | prices such as replit=20/month",
                "OPS_COST_FIXED | replit=-1/month | prices such as replit=20/month",
                "OPS_COST_FIXED | replit=NaN/month | prices such as replit=20/month",
                "OPS_COST_FIXED | replit=20/month, | prices such as replit=20/month",
                "OPS_COST_FIXED | a=1/day,a=2/day | each name once",
                "OPS_COST_FIXED | a=1zzz/day | prices such as replit=20/month",
                "OPS_COST_RATES | eur | rates above 0",
                "OPS_COST_RATES | eur=0 | rates above 0",
                "OPS_COST_RATES | usd=1 | rates above 0",
                "OPS_COST_RATES | eur=1,eur=2 | rates above 0",
                "OPS_COST_RATES | zzz=1 | rates above 0",
                "OPS_COST_REFRESH | 4s | a duration from 5s to 6h",
                "OPS_COST_REFRESH | 7h | a duration from 5s to 6h",
                "OPS_COST_DEADLINE | 0s | a duration above 0",
                "OPS_FORECAST_METHOD | best | one of [median6, trend",
                "OPS_CURRENCY | zzz | a currency of ISO 4217",
            })
    @DisplayName("that are wrong stop the start, and are named with their rule: ")
    void wrong(String name, String value, String rule) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> OpsSettings.of(Map.of(name, value)))
                .withMessageStartingWith(name + " must be ")
                .withMessageContaining(rule);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Cloud", "fixed", "a b", "a/b"})
    @DisplayName("do not take a source without a proper name of its own: ")
    void names(String name) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> LevqorOps.builder().billing(source(name)).build())
                .withMessageContaining("'" + name + "'");
    }

    @Test
    @DisplayName("do not take two sources of one name")
    void twins() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> LevqorOps.builder()
                        .billing(source("cloud"))
                        .billing(source("cloud"))
                        .build())
                .withMessage("two sources of costs are named 'cloud'; each must have its own name");
    }

    @Test
    @DisplayName("name a table of the database, which must be there and have its columns")
    void table() throws SQLException {
        var database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:bills;DB_CLOSE_DELAY=-1");
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create table bills (\"DAY\" date, amount numeric(12, 2))");
            statement.execute("insert into bills values (current_date - 1, 4.5), (current_date - 2, 4.5)");
        }

        try (var ops = LevqorOps.builder()
                .setting("OPS_COST_TABLE", "bills")
                .database(database)
                .build()) {
            assertThat(ops.costs().isConfigured()).isTrue();
            assertThat(ops.costs().faultNames()).containsExactly("cost-table");
        }
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> LevqorOps.builder()
                        .setting("OPS_COST_TABLE", "bills")
                        .setting("OPS_COST_AMOUNT_COLUMN", "price")
                        .database(database)
                        .build())
                .withMessageContaining("OPS_COST_AMOUNT_COLUMN");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() ->
                        LevqorOps.builder().setting("OPS_COST_TABLE", "bills").build())
                .withMessageStartingWith("OPS_COST_TABLE names a table, and there is no database");
    }

    private static BillingSource source(String name) {
        return new BillingSource() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public BilledCosts costs(LocalDate from, Instant now) {
                return new BilledCosts(from, from, List.of());
            }
        };
    }
}
