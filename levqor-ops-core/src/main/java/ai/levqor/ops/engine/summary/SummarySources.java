package ai.levqor.ops.engine.summary;

import ai.levqor.ops.engine.cost.CostReport;
import ai.levqor.ops.engine.job.JobStatus;
import ai.levqor.ops.engine.recovery.RecoveryReport;
import ai.levqor.ops.engine.retention.RetentionReport;
import ai.levqor.ops.spi.metrics.MetricsSample;
import ai.levqor.ops.spi.metrics.Outcomes;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Where a summary gets its numbers. Each is asked once a summary, on the thread that makes it. One that throws is unknown,
 * and the rest is told all the same.
 *
 * @param metrics requests now; empty if unknown
 * @param outcomes successes and failures now; empty if unknown
 * @param steps the steps that were carried out, in any order; more than the day is harmless
 * @param looks the decisions that are remembered, in any order; they need not reach back a whole day
 * @param incidents the incidents, in any order; more than the day is harmless
 * @param deadLetters failed jobs that wait for a redrive or a person; empty if unknown, or if the queue keeps none
 * @param users the days that were counted, newest first; eight days and a few more
 * @param costs what the backend costs
 * @param jobs what became of the times of each job
 */
public record SummarySources(
        Supplier<Optional<MetricsSample>> metrics,
        Supplier<Optional<Outcomes>> outcomes,
        Supplier<List<ScaleEvent>> steps,
        Supplier<List<ScaleEvent>> looks,
        Supplier<List<RecoveryReport>> incidents,
        Supplier<OptionalLong> deadLetters,
        Supplier<RetentionReport> users,
        Supplier<CostReport> costs,
        Supplier<List<JobStatus>> jobs) {}
