package ai.levqor.ops.servlet.route;

import ai.levqor.ops.engine.Health;
import ai.levqor.ops.engine.ScaleReport;
import ai.levqor.ops.engine.WhatIf;
import ai.levqor.ops.engine.cost.CostReport;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * What the routes ask of the autopilot, and no more. Each function is safe for many threads.
 *
 * @param dryRun gives the same instance again while nothing new was seen
 * @param apply takes one step
 * @param history the last decisions, newest first, so many at the most
 * @param health how the sources fare
 * @param spendLimit money a day; empty if there is no limit
 * @param recovery what recovers from incidents
 * @param retention what counts active users
 * @param costs what the backend costs, as it is known; the same instance until something new was reckoned
 * @param jobs what runs at its times
 * @param verify the integrity check
 */
public record Autopilot(
        Function<WhatIf, ScaleReport> dryRun,
        Supplier<ScaleReport> apply,
        IntFunction<List<ScaleReport>> history,
        Supplier<Health> health,
        Optional<BigDecimal> spendLimit,
        RecoveryDesk recovery,
        RetentionDesk retention,
        Supplier<CostReport> costs,
        JobsDesk jobs,
        VerifyDesk verify) {}
