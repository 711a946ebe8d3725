package ai.levqor.ops.examples.benchmarks;

import java.io.IOException;
import java.util.SplittableRandom;

/** stand-in */
final class Crowd {
    private final long events;
    private final int users;
    private final int days;

    Crowd(long events, int users, int days) {
        this.events = events;
        this.users = users;
        this.days = days;
    }

    interface Visitor {
        void event(long user, long second) throws IOException;
    }

    void tell(int day, long epochDay, Visitor visitor) throws IOException {
        var random = new SplittableRandom(day * 0x9E3779B97F4A7C15L + 42);
        var weekly = epochDay % 7 < 2 ? 0.8 : 1.08;
        var n = Math.round(events / (double) days * (0.8 + 0.4 * day / days) * weekly);
        while (n > 0) {
            var u = random.nextDouble();
            var rank = (long) (users * u * u * u * u * u);
            var h = new SplittableRandom(rank);
            var joins = h.nextInt(-60, days);
            var leaves = joins + (int) (-120 * Math.log1p(-h.nextDouble()));
            if (day >= joins && day <= leaves) {
                visitor.event(1 + rank * 7_368_787L % users, epochDay * 86_400 + random.nextInt(86_400));
                n--;
            }
        }
    }
}
