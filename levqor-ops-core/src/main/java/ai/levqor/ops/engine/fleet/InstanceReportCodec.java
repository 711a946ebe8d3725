package ai.levqor.ops.engine.fleet;

import ai.levqor.ops.spi.metrics.HistogramSource.HistogramSample;
import ai.levqor.ops.spi.metrics.LatencyHistogram;
import ai.levqor.ops.spi.metrics.LatencyHistogram.Bucket;
import ai.levqor.ops.spi.metrics.Outcomes;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A report as text. Times are told as ages, since each instance has a clock of its own. What a later version adds is passed
 * over.
 */
final class InstanceReportCodec {
    private static final ObjectMapper JSON = new ObjectMapper();

    private InstanceReportCodec() {}

    /**
     * @param now by the clock that dated the metrics
     */
    static String encode(InstanceReport report, Instant now) {
        var node = JsonNodeFactory.instance.objectNode();
        report.workers().ifPresent(workers -> node.put("workers", workers));
        report.metrics().ifPresent(metrics -> {
            var age = Duration.between(metrics.sampledAt(), now);
            var told = node.putObject("metrics");
            told.put("age_ms", Math.max(0, age.toMillis()));
            told.put("total", metrics.outcomes().total());
            told.put("failures", metrics.outcomes().failures());
            var latency = told.putArray("latency");
            metrics.latency().buckets().forEach(bucket -> {
                latency.add(bucket.upTo().toNanos());
                latency.add(bucket.requests());
            });
        });
        return node.toString();
    }

    /**
     * @param postedAt when the report was put up, by this instance's clock
     * @throws IllegalArgumentException if it is none
     */
    static InstanceReport decode(String text, Instant postedAt) {
        try {
            var node = JSON.readTree(text);
            var workers = node.path("workers");
            var metrics = node.path("metrics");
            return new InstanceReport(
                    workers.isInt() ? OptionalInt.of(workers.intValue()) : OptionalInt.empty(),
                    metrics.isObject() ? Optional.of(sample(metrics, postedAt)) : Optional.empty());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the report is no JSON", e);
        }
    }

    private static HistogramSample sample(JsonNode metrics, Instant postedAt) {
        var latency = metrics.path("latency");
        var buckets = new ArrayList<Bucket>();
        for (int i = 0; i + 1 < latency.size(); i += 2) {
            buckets.add(new Bucket(
                    Duration.ofNanos(latency.get(i).longValue()),
                    latency.get(i + 1).doubleValue()));
        }
        return new HistogramSample(
                postedAt.minusMillis(metrics.path("age_ms").longValue()),
                new LatencyHistogram(buckets),
                new Outcomes(
                        metrics.path("total").longValue(),
                        metrics.path("failures").longValue()));
    }
}
