package ai.levqor.ops.stripe;

import static java.util.stream.Collectors.toMap;

import ai.levqor.ops.spi.billing.BilledCosts;
import ai.levqor.ops.spi.billing.BillingSource;
import ai.levqor.ops.spi.billing.CostLine;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Sources that wait in a time of their own, and what they tell in a short form. */
final class Sources {
    /** Each wait, in the order of time. */
    final List<Duration> waits = new CopyOnWriteArrayList<>();

    private final AtomicLong nanos = new AtomicLong();
    private final Patience patience = new Patience(this::sleep, nanos::get, () -> 1.0);

    /** The source that settings make. */
    BillingSource of(Map<String, String> settings) {
        return new StripeBillingProvider(patience).create(name -> Optional.ofNullable(settings.get(name)));
    }

    BillingSource of(FakeStripe stripe, String basis) {
        return of(Map.of(
                "STRIPE_SECRET_KEY", FakeStripe.TEST_KEY, "OPS_STRIPE_URL", stripe.url(), "OPS_STRIPE_BASIS", basis));
    }

    private void sleep(Duration length) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        waits.add(length);
        nanos.addAndGet(length.toNanos());
    }

    /** Its amounts other than zero, as {@code day item currency -> amount}; with a volume, {@code amount of volume}. */
    static Map<String, String> amounts(BilledCosts costs) {
        var amounts = new TreeMap<>(told(costs));
        amounts.values().removeIf(it -> it.equals("0") || it.equals("0 of 0"));
        return amounts;
    }

    /** As {@link #amounts}, with those of zero. */
    static Map<String, String> told(BilledCosts costs) {
        return costs.lines().stream().collect(toMap(Sources::key, Sources::value, (a, b) -> "twice", HashMap::new));
    }

    private static String key(CostLine line) {
        return line.day() + " " + line.item().name() + " " + line.item().currency();
    }

    private static String value(CostLine line) {
        var amount = line.amount().stripTrailingZeros().toPlainString();
        return line.volume()
                .map(it -> amount + " of " + it.stripTrailingZeros().toPlainString())
                .orElse(amount);
    }
}
