package ai.levqor.ops.engine.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.levqor.ops.engine.FakeTime;
import ai.levqor.ops.engine.cost.CostReport.SourceState;
import ai.levqor.ops.engine.job.JobRun.Outcome;
import ai.levqor.ops.policy.forecast.CostSource.Fixed.Per;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.state.StateStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("The costs")
class CostsFaultTest extends CostsCase {

    @Test
    @DisplayName("are told though their file cannot be written; the job then has failed")
    void unwritable() {
        cloud.daily(TODAY, 60, FakeBill.USD, "4");
        file = forecast -> {
            throw new UnavailableException("last_forecast.json cannot be written: No space left on device");
        };
        var costs = costs(List.of(), cloud);

        var run = costs.run();

        assertThat(run.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(run.message()).startsWith("the forecast could not be written; ");
        assertThat(faults).contains("cost-forecast");
        assertThat(costs.report().forecast().total().total().orElseThrow()).isCloseTo(120, within(1e-6));
    }

    @Test
    @DisplayName("of a source that fails are those it told last, with their age; the forecast is partial")
    void lastGood() {
        cloud.daily(TODAY, 60, FakeBill.USD, "4");
        var costs = costs(List.of(), cloud);
        costs.run();
        time.pass(Duration.ofMinutes(20));
        cloud.failure = new UnavailableException("the cloud is away");

        assertThat(costs.run().message()).isEqualTo("the forecast is written; it is partial");

        var report = costs.report();
        assertThat(report.partial()).isTrue();
        assertThat(report.forecast().total().total().orElseThrow()).isCloseTo(120, within(1e-6));
        assertThat(report.sources().get(0).state()).isEqualTo(SourceState.LAST_GOOD);
        assertThat(CostJson.of(report).toString())
                .contains("\"state\":\"last_good\"")
                .contains("\"age_seconds\":1200");
        assertThat(costs.spend().sampledAt()).isEqualTo(FakeTime.START);
        assertThat(faults).contains("cost-cloud");
    }

    @Test
    @DisplayName("of one source do not wait for another: all are read together, each until the deadline")
    void together() {
        deadline = Duration.ofSeconds(2);
        cloud.daily(TODAY, 60, FakeBill.USD, "4");
        var never = new CountDownLatch(1);
        var stuck = new FakeBill("stuck");
        stuck.beforeAnswer = () -> await(never);
        var barrier = new CyclicBarrier(2);
        var twin = new FakeBill("twin").daily(TODAY, 60, FakeBill.USD, "1");
        cloud.beforeAnswer = () -> meet(barrier);
        twin.beforeAnswer = () -> meet(barrier);
        var costs = costs(List.of(), stuck, cloud, twin);

        costs.run();

        assertThat(costs.report().sources())
                .extracting(CostReport.Source::state)
                .containsExactly(SourceState.UNREAD, SourceState.FRESH, SourceState.FRESH);
        assertThat(costs.report().forecast().total().total().orElseThrow()).isCloseTo(150, within(1e-6));
        assertThat(costs.report().partial()).isTrue();
        assertThatThrownBy(costs::spend)
                .isInstanceOf(UnavailableException.class)
                .hasMessage("the costs of stuck were never read yet");
    }

    @Test
    @DisplayName("are read again at once when the clock was set back, also after a restart")
    void clockSetBack() {
        cloud.daily(TODAY, 60, FakeBill.USD, "4");
        var costs = costs(List.of(), cloud);
        costs.run();
        time.jumpTo(FakeTime.START.minus(Duration.ofDays(2)));

        var report = next(costs, costs.known());
        costs.end();
        costs.close(); // else a refresh that it has just begun could find itself due after the jump
        time.jumpTo(FakeTime.START.minus(Duration.ofDays(4)));
        var again = costs(List.of(), cloud);
        var later = next(again, again.known());

        assertThat(report.computedAt()).isEqualTo(FakeTime.START.minus(Duration.ofDays(2)));
        assertThat(report.sources().get(0).newest()).contains(TODAY.minusDays(2));
        assertThat(report.forecast().total().total().orElseThrow()).isCloseTo(120, within(1e-6));
        assertThat(later.sources().get(0).readAt()).contains(FakeTime.START.minus(Duration.ofDays(4)));
        assertThat(cloud.askedFrom).hasSize(3);
    }

    @Test
    @DisplayName("of a price alone are reckoned anew, too, each time and when the clock was set back")
    void priceAlone() {
        var costs = costs(List.of(price("host", "31", Per.MONTH)));
        var first = next(costs, costs.known());
        time.pass(Duration.ofMinutes(15));
        var second = next(costs, first);
        time.jumpTo(FakeTime.START.minus(Duration.ofDays(40)));

        var third = next(costs, second);

        assertThat(second.computedAt()).isEqualTo(FakeTime.START.plus(Duration.ofMinutes(15)));
        assertThat(third.forecast().total().from()).isEqualTo(TODAY.minusDays(40));
    }

    @Test
    @DisplayName("are told while the state store is away; they are just not kept")
    void withoutState() {
        state = new StateStore() {
            @Override
            public Optional<Versioned> read(String key) {
                throw new UnavailableException("the store is away");
            }

            @Override
            public Optional<String> compareAndSet(String key, Optional<String> expected, String value) {
                throw new UnavailableException("the store is away");
            }
        };
        cloud.daily(TODAY, 60, FakeBill.USD, "4");
        var costs = costs(List.of(), cloud);

        assertThat(costs.run().outcome()).isEqualTo(Outcome.DONE);
        assertThat(costs.report().forecast().total().total().orElseThrow()).isCloseTo(120, within(1e-6));
        assertThat(faults).contains("state");
    }

    @Test
    @DisplayName("that cannot be read after a restart are the last good ones")
    void restartWithoutSource() {
        cloud.daily(TODAY, 60, FakeBill.USD, "4");
        costs(List.of(), cloud).run();
        time.pass(Duration.ofHours(2));
        cloud.failure = new UnavailableException("the cloud is away");
        var again = costs(List.of(), cloud);

        var report = next(again, again.known());

        assertThat(report.sources().get(0).state()).isEqualTo(SourceState.LAST_GOOD);
        assertThat(report.forecast().total().total().orElseThrow()).isCloseTo(120, within(1e-6));
    }

    @Test
    @DisplayName("of a failing source are asked for after half a minute, then after twice that, and so on")
    void backOff() {
        cloud.failure = new UnavailableException("the cloud is away");
        var costs = costs(List.of(), cloud);
        var report = next(costs, costs.known());

        time.pass(Duration.ofSeconds(29));
        assertThat(costs.report()).isSameAs(report);
        time.pass(Duration.ofSeconds(1));
        report = next(costs, report);
        time.pass(Duration.ofSeconds(59));
        assertThat(costs.report()).isSameAs(report);
        cloud.failure = new UnavailableException("slowly", Duration.ofHours(1));
        time.pass(Duration.ofSeconds(1));
        report = next(costs, report);
        time.pass(Duration.ofMinutes(14));
        assertThat(costs.report()).isSameAs(report);

        assertThat(cloud.askedFrom).hasSize(3);
    }

    @Test
    @DisplayName("that ended over two weeks ago are unknown to the guard")
    void ended() {
        cloud.cost(TODAY.minusDays(15), FakeBill.USD, "4");
        var costs = costs(List.of(), cloud);
        costs.run();

        assertThatThrownBy(costs::spend).hasMessage("the costs of cloud end on 2026-02-14, over two weeks ago");
    }

    @Test
    @DisplayName("that make no sense are a fault of the source, and what was known stays")
    void absurd() {
        cloud.daily(TODAY, 60, FakeBill.USD, "4");
        var costs = costs(List.of(), cloud);
        costs.run();
        cloud.cost(TODAY, FakeBill.USD, "900000000000").cost(TODAY, FakeBill.USD, "900000000000");

        costs.run();

        assertThat(costs.report().sources().get(0).state()).isEqualTo(SourceState.LAST_GOOD);
        assertThat(costs.report().forecast().total().total().orElseThrow()).isCloseTo(120, within(1e-6));
    }
}
