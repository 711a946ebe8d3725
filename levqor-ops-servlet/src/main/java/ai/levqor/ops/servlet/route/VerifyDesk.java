package ai.levqor.ops.servlet.route;

import ai.levqor.ops.engine.job.JobRun;
import ai.levqor.ops.engine.verify.IntegrityReport;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the routes ask of the integrity check, and no more. Each function is safe for many threads.
 *
 * @param run makes all checks, and waits for a while
 * @param last what the last run has found; empty if none has come to its end
 */
public record VerifyDesk(Supplier<JobRun> run, Supplier<Optional<IntegrityReport>> last) {}
