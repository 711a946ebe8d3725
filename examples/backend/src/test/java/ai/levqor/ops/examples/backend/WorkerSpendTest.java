package ai.levqor.ops.examples.backend;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.examples.backend.WorkerSpend.Tariff;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class WorkerSpendTest {

    private final SettableClock clock = new SettableClock();
    private final AtomicInteger workers = new AtomicInteger(2);
    private final WorkerSpend spend = new WorkerSpend(
            new Tariff(new BigDecimal("10.00"), new BigDecimal("2.40"), Duration.ofMinutes(1)), clock, workers::get);

    @BeforeEach
    void look() {
        spend.spend();
    }

    @Test
    @DisplayName("the fixed sum is there from the start, and nothing for workers")
    void start() {
        assertThat(spend.spend().last24h()).isEqualByComparingTo("10.00");
    }

    @Test
    @DisplayName("each worker costs by the time it runs, in days of the bill")
    void byTime() {
        clock.pass(Duration.ofSeconds(30));
        assertThat(spend.spend().last24h()).isEqualByComparingTo("12.40");

        workers.set(4);
        clock.pass(Duration.ofSeconds(15));
        assertThat(spend.spend().last24h()).isEqualByComparingTo("14.80");
    }

    @Test
    @DisplayName("what is older than a day of the bill is paid and gone, to the second")
    void window() {
        clock.pass(Duration.ofSeconds(60));
        assertThat(spend.spend().last24h()).isEqualByComparingTo("14.80");

        workers.set(1);
        clock.pass(Duration.ofSeconds(30));
        assertThat(spend.spend().last24h()).isEqualByComparingTo("13.60");

        clock.pass(Duration.ofSeconds(30));
        assertThat(spend.spend().last24h()).isEqualByComparingTo("12.40");
    }

    @Test
    @DisplayName("a clock that goes back costs nothing twice")
    void clockBack() {
        clock.pass(Duration.ofSeconds(30));
        spend.spend();
        clock.pass(Duration.ofSeconds(-10));
        spend.spend();
        clock.pass(Duration.ofSeconds(10));

        assertThat(spend.spend().last24h()).isEqualByComparingTo("12.40");
    }

    private static final class SettableClock extends Clock {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
