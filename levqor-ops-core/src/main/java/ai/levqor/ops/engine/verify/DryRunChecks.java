package ai.levqor.ops.engine.verify;

import ai.levqor.ops.engine.ScaleReport;
import ai.levqor.ops.engine.ScaleReport.Result;
import ai.levqor.ops.engine.WhatIf;
import ai.levqor.ops.engine.recovery.RecoveryReport;
import ai.levqor.ops.policy.scale.ScaleDecision;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;

/** {@code dryrun:scale} and {@code dryrun:recover}: what would be done can be told, and nothing is done by telling it. */
public final class DryRunChecks {
    private static final WhatIf BUSY = new WhatIf(
            OptionalLong.of(1_000_000), Optional.of(Duration.ofSeconds(60)), OptionalDouble.empty(), Optional.empty());

    /** The loop and people change things too; what a dry run changes, it changes each time. */
    private static final int LOOKS = 3;

    private DryRunChecks() {}

    /**
     * Makes a dry run of the scale decision, as things are and as they might be.
     *
     * @param dryRun answers without changing anything
     * @param trace what a step would change: the newest decision, the version of the flags; of a new value if one did
     */
    public static Check scale(Function<WhatIf, ScaleReport> dryRun, Supplier<List<?>> trace) {
        return new Check("dryrun:scale", () -> {
            for (int look = 0; look < LOOKS; look++) {
                var before = trace.get();
                var now = dryRun.apply(WhatIf.NOTHING);
                var busy = dryRun.apply(BUSY);
                if (now.outcome().result() != Result.NOT_ASKED || busy.outcome().result() != Result.NOT_ASKED) {
                    return Finding.failed("a dry run was carried out");
                }
                if (before.equals(trace.get())) {
                    return Finding.passed("now: " + words(now.decision()) + "; under load: " + words(busy.decision()));
                }
            }
            return Finding.failed("a dry run leaves something changed: the flags, or the newest decision");
        });
    }

    /**
     * Makes a dry run of a recovery.
     *
     * @param foresee tells what a recovery would do
     * @param trace what a recovery would change
     */
    public static Check recover(Supplier<RecoveryReport> foresee, Supplier<List<?>> trace) {
        return new Check("dryrun:recover", () -> {
            for (int look = 0; look < LOOKS; look++) {
                var before = trace.get();
                var report = foresee.get();
                if (!report.dryRun()) {
                    return Finding.failed("a dry run was carried out");
                }
                if (before.equals(trace.get())) {
                    return Finding.passed(Words.code(report.reason()) + ", "
                            + Words.count(report.steps().size(), "step"));
                }
            }
            return Finding.failed("a dry run leaves something changed: the flags, or the newest incident");
        });
    }

    private static String words(ScaleDecision decision) {
        return Words.code(decision.action()) + " (" + Words.code(decision.reason()) + ")";
    }
}
