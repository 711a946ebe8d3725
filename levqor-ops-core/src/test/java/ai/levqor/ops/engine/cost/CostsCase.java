package ai.levqor.ops.engine.cost;

import ai.levqor.ops.engine.FakeTime;
import ai.levqor.ops.engine.ask.DeadlineCaller;
import ai.levqor.ops.engine.ask.FaultLog;
import ai.levqor.ops.engine.cost.CostSetup.Pace;
import ai.levqor.ops.local.InMemoryStateStore;
import ai.levqor.ops.policy.forecast.CostSource.Fixed;
import ai.levqor.ops.policy.forecast.CostSource.Fixed.Per;
import ai.levqor.ops.policy.forecast.ForecastMethods;
import ai.levqor.ops.policy.forecast.Money;
import ai.levqor.ops.policy.forecast.RateTable;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.billing.BillingSource;
import ai.levqor.ops.spi.state.StateStore;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;

/** Costs of a made-up cloud, with time that moves when a test says so. */
abstract class CostsCase {
    static final LocalDate TODAY = LocalDate.ofInstant(FakeTime.START, ZoneOffset.UTC);

    final FakeTime time = new FakeTime();
    StateStore state = new InMemoryStateStore();
    final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
    private final DeadlineCaller caller = new DeadlineCaller(Duration.ofSeconds(20));
    final List<ObjectNode> written = new ArrayList<>();
    Consumer<ObjectNode> file = written::add;
    private final List<Costs> made = new ArrayList<>();
    final FakeBill cloud = new FakeBill("cloud");
    Duration deadline = Duration.ofSeconds(20);
    RateTable rates = RateTable.none(FakeBill.currency("usd"));

    @AfterEach
    void end() {
        made.forEach(Costs::end);
        made.forEach(Costs::close);
        caller.close();
    }

    Costs costs(List<Fixed> fixed, BillingSource... sources) {
        var setup = new CostSetup(
                ForecastMethods.named(ForecastMethods.DEFAULT),
                rates,
                fixed,
                new Pace(Duration.ofMinutes(15), deadline, Duration.ofSeconds(50)));
        var costs = Costs.of(
                setup,
                new CostParts(List.of(sources), file),
                new CostContext(time, registry, caller, new FaultLog(faults::add), state, () -> Double.NaN));
        made.add(costs);
        return costs;
    }

    static Fixed price(String name, String amount, Per per) {
        return new Fixed(name, new Money(FakeBill.currency("usd"), new BigDecimal(amount)), per, Optional.empty());
    }

    @SuppressWarnings("ReferenceEquality") // one instance until it is reckoned again
    static CostReport next(Costs costs, CostReport before) {
        var report = costs.report();
        while (report == before) {
            Thread.onSpinWait();
            report = costs.report();
        }
        return report;
    }

    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted", e);
        }
    }

    static void meet(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted", e);
        } catch (BrokenBarrierException e) {
            throw new UnavailableException("broken", e);
        }
    }
}
