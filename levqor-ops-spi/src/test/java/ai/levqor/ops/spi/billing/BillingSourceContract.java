package ai.levqor.ops.spi.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ai.levqor.ops.spi.UnavailableException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What every {@link BillingSource} promises. Extend it once for each implementation; every test starts without costs. */
public abstract class BillingSourceContract {
    private static final Instant NOW = Instant.parse("2026-03-20T15:00:00Z");
    private static final LocalDate TODAY = LocalDate.ofInstant(NOW, ZoneOffset.UTC);

    /** The source under test, always the same one within a test. */
    protected abstract BillingSource source();

    /** Lets a finished day cost so much: a positive amount of whole cents, once for each day. */
    protected abstract void givenCost(LocalDate day, BigDecimal amount);

    /** Makes the source impossible to read for the rest of the test; empty if nothing can do that. */
    protected abstract Optional<Runnable> outage();

    /** Makes the next read wait for an answer that never comes; empty if nothing can do that. */
    protected abstract Optional<Runnable> stall();

    @Test
    @DisplayName("the name is one for a breakdown")
    void nameIsProper() {
        assertThat(source().name()).matches("[a-z0-9-]{1,40}");
    }

    @Test
    @DisplayName("each day's cost is told, to the cent")
    void daysAreTold() {
        givenCost(TODAY.minusDays(3), new BigDecimal("12.34"));
        givenCost(TODAY.minusDays(1), new BigDecimal("0.05"));

        var costs = source().costs(TODAY.minusDays(30), NOW);

        assertThat(byDay(costs))
                .containsEntry(TODAY.minusDays(3), new BigDecimal("12.34"))
                .containsEntry(TODAY.minusDays(1), new BigDecimal("0.05"));
        assertThat(sum(costs)).isEqualByComparingTo("12.39");
    }

    @Test
    @DisplayName("nothing is told of days before the one asked for, and nothing of days to come")
    void daysAreThoseAskedFor() {
        givenCost(TODAY.minusDays(9), new BigDecimal("7.00"));
        givenCost(TODAY.minusDays(2), new BigDecimal("3.00"));

        var costs = source().costs(TODAY.minusDays(5), NOW);

        assertThat(sum(costs)).isEqualByComparingTo("3.00");
        assertThat(costs.from()).isEqualTo(TODAY.minusDays(5));
        assertThat(costs.openFrom()).isBetween(TODAY.minusDays(5), TODAY);
        assertThat(costs.lines()).allSatisfy(line -> assertThat(line.day()).isBetween(TODAY.minusDays(5), TODAY));
    }

    @Test
    @DisplayName("reading again tells the same")
    void readingTakesNothing() {
        givenCost(TODAY.minusDays(2), new BigDecimal("3.00"));

        var first = source().costs(TODAY.minusDays(5), NOW);
        var second = source().costs(TODAY.minusDays(5), NOW);

        assertThat(byDay(second)).isEqualTo(byDay(first));
    }

    @Test
    @DisplayName("asked from the first open day on, it tells what those days cost, and what has come since")
    void openDaysAreToldAgain() {
        givenCost(TODAY.minusDays(2), new BigDecimal("3.00"));
        givenCost(TODAY.minusDays(1), new BigDecimal("5.00"));
        var before = source().costs(TODAY.minusDays(10), NOW);

        var again = source().costs(before.openFrom(), NOW.plusSeconds(60));

        var expected = byDay(before);
        expected.keySet().removeIf(day -> day.isBefore(before.openFrom()));
        assertThat(byDay(again)).containsAllEntriesOf(expected);
    }

    @TestFactory
    @DisplayName("a source that cannot be read")
    Stream<DynamicTest> outageIsAFault() {
        return outage().stream()
                .map(goDown -> dynamicTest("is a fault, never a zero", () -> {
                    goDown.run();

                    assertThatThrownBy(() -> source().costs(TODAY.minusDays(5), NOW))
                            .isInstanceOf(UnavailableException.class);
                }));
    }

    @TestFactory
    @DisplayName("a source that never answers")
    Stream<DynamicTest> interruptEndsIt() {
        return stall().stream()
                .map(goSilent ->
                        dynamicTest("is given up when its thread is interrupted, and the interrupt stays", () -> {
                            goSilent.run();

                            Thread.currentThread().interrupt();

                            assertThatThrownBy(() -> source().costs(TODAY.minusDays(5), NOW))
                                    .isInstanceOf(UnavailableException.class);
                            assertThat(Thread.interrupted()).isTrue();
                        }));
    }

    private static Map<LocalDate, BigDecimal> byDay(BilledCosts costs) {
        var days = new TreeMap<LocalDate, BigDecimal>();
        for (var line : costs.lines()) {
            if (line.amount().signum() != 0) {
                days.merge(line.day(), line.amount(), BigDecimal::add);
            }
        }
        days.replaceAll((day, amount) -> amount.setScale(2));
        return days;
    }

    private static BigDecimal sum(BilledCosts costs) {
        return costs.lines().stream().map(CostLine::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
