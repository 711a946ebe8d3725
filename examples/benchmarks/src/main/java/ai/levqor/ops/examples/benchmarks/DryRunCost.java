package ai.levqor.ops.examples.benchmarks;

import ai.levqor.ops.LevqorOps;
import ai.levqor.ops.OpsSettings;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;

/** A dry run answered from the last observation, beside a bare servlet and the same behind the filter. */
final class DryRunCost {
    private static final byte[] JSON =
            "{\"status\":\"up\",\"workers\":2,\"depth\":100}".getBytes(StandardCharsets.UTF_8);

    private DryRunCost() {}

    static void measure() throws Exception {
        System.out.println(
                "CPU a request on Jetty; rival: bare servlet; goal: dryrun at most 15 us, or 1.10 x the rival");
        var paths = new LinkedHashMap<String, String>();
        paths.put("bare servlet, 39 bytes of JSON", RequestCost.BARE);
        paths.put("the same behind the filter", RequestCost.FILTERED);
        paths.put("GET dryrun, cached", "/ops/autoscale/dryrun");
        try (var data = new TemporaryFolder();
                var ops = LevqorOps.builder()
                        .settings(OpsSettings.of(data.settings()))
                        .withoutQueue()
                        .build()) {
            new RequestCost(ops, JSON, "").print(paths);
        }
    }
}
