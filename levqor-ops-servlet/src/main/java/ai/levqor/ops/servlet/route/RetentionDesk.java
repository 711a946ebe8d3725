package ai.levqor.ops.servlet.route;

import ai.levqor.ops.engine.retention.CohortReport;
import ai.levqor.ops.engine.retention.RetentionReport;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;

/**
 * What the routes ask of the count of active users, and no more. Each function is safe for many threads.
 *
 * @param rows the last finished days, so many at the most
 * @param cohorts the users who came on them
 * @param changes grows whenever these two may have changed
 */
public record RetentionDesk(
        IntFunction<RetentionReport> rows, IntFunction<CohortReport> cohorts, LongSupplier changes) {}
