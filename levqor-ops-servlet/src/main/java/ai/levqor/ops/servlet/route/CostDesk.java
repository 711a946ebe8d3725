package ai.levqor.ops.servlet.route;

import ai.levqor.ops.engine.cost.CostReport;
import ai.levqor.ops.engine.job.JobReport;
import ai.levqor.ops.engine.job.JobRun;
import java.util.function.Supplier;

/**
 * What the routes ask of the costs, and no more. Each function is safe for many threads.
 *
 * @param report what is known, at once; the same instance until something new was reckoned
 * @param run reads all sources, writes the forecast to its file, and waits for a while
 * @param job whether it runs, and the last runs
 */
public record CostDesk(Supplier<CostReport> report, Supplier<JobRun> run, Supplier<JobReport> job) {}
