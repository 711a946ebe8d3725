package ai.levqor.ops.examples.benchmarks;

import ai.levqor.ops.LevqorOps;
import ai.levqor.ops.OpsSettings;
import ai.levqor.ops.engine.job.JobRun;
import ai.levqor.ops.spi.activity.ActivitySink;
import ai.levqor.ops.spi.activity.ActivitySource;
import ai.levqor.ops.spi.activity.DayRange;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Optional;

/** The active users of 30 days answered from the cache, beside a bare servlet that writes as many bytes. */
final class RetentionRouteCost {
    private static final String TOKEN = "a-token-of-the-benchmark";
    private static final int BYTES = 8_000;
    private static final int DAYS = 90;
    private static final int USERS = 5_000;

    private RetentionRouteCost() {}

    static void measure() throws Exception {
        System.out.println("GET /admin/retention, 30 days; rival: bare servlet; goal: below 1 ms");
        var paths = new LinkedHashMap<String, String>();
        paths.put("bare servlet, %,d bytes of JSON".formatted(BYTES), RequestCost.BARE);
        paths.put("the same behind the filter", RequestCost.FILTERED);
        paths.put("GET /admin/retention, cached", "/admin/retention");
        paths.put("GET /admin/retention/cohorts, cached", "/admin/retention/cohorts");
        try (var data = new TemporaryFolder()) {
            var settings = new HashMap<>(data.settings());
            settings.put("ADMIN_TOKEN", TOKEN);
            try (var ops = LevqorOps.builder()
                    .settings(OpsSettings.of(settings))
                    .withoutQueue()
                    .activitySource(new Regulars())
                    .build()) {
                var run = ops.retention().run();
                var known = ops.retention().rows(30).rows().size();
                if (run.outcome() != JobRun.Outcome.DONE || known != 30) {
                    throw new IllegalStateException("%d days are known after %s".formatted(known, run));
                }
                new RequestCost(ops, json(), TOKEN).print(paths);
            }
        }
    }

    private static byte[] json() {
        return "{\"ok\":\"%s\"}".formatted("x".repeat(BYTES - 9)).getBytes(StandardCharsets.UTF_8);
    }

    /** Each user comes in a rhythm of their own. */
    private static final class Regulars implements ActivitySource {
        private final LocalDate end = LocalDate.now(ZoneOffset.UTC);

        @Override
        public Optional<DayRange> days() {
            return Optional.of(new DayRange(end.minusDays(DAYS), end));
        }

        @Override
        public void read(DayRange days, ActivitySink sink) {
            for (var day = Math.toIntExact(days.from().toEpochDay());
                    day < days.to().toEpochDay();
                    day++) {
                for (var user = 1; user <= USERS; user++) {
                    if (day % (1 + user % 40) == 0) {
                        sink.seen(0, user, day);
                    }
                }
            }
        }
    }
}
