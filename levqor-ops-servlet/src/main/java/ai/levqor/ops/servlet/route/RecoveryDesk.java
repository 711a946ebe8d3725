package ai.levqor.ops.servlet.route;

import ai.levqor.ops.engine.recovery.RecoveryReport;
import ai.levqor.ops.engine.recovery.RecoveryRequest;
import ai.levqor.ops.engine.recovery.RecoveryWhatIf;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * What the routes ask of recovery, and no more. Each function is safe for many threads.
 *
 * @param recover recovers, if it is called for
 * @param plan says what {@code recover} would do
 * @param incidents the last incidents, newest first, so many at the most
 * @param cancel ends the recovery under way; empty if there is none
 * @param release opens the latch; whether it was closed, or empty if that could not be written
 */
public record RecoveryDesk(
        Function<RecoveryRequest, RecoveryReport> recover,
        BiFunction<RecoveryRequest, RecoveryWhatIf, RecoveryReport> plan,
        IntFunction<List<RecoveryReport>> incidents,
        Supplier<Optional<RecoveryReport>> cancel,
        Supplier<Optional<Boolean>> release) {}
